"""The numbered lists of a page, item by item, with the first link of each: what a reading path is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from kb.markup import hrefs
from kb.markup.parser import parse, plain


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """One item: the address of its first link (None without one), its words, and those after the link.

    `heading` are the words of the heading above the list; `line` is 0-based, in the body.
    """

    href: str | None
    words: str
    after: str
    heading: str
    line: int


@lru_cache(maxsize=64)
def numbered_items(body: str) -> tuple[NumberedItem, ...]:
    """Return the items of all numbered lists that stand by themselves, not inside another list or box."""
    return tuple(_items(parse(body)))


def _items(tokens: Sequence[Token]) -> Iterator[NumberedItem]:
    heading, numbered = "", False
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            heading = plain(tokens[place + 1])
        elif token.type in ("ordered_list_open", "ordered_list_close") and token.level == 0:
            numbered = token.nesting == 1
        elif token.type == "list_item_open" and numbered and token.level == 1:
            yield _item(tokens, place, heading)


def _item(tokens: Sequence[Token], opened: int, heading: str) -> NumberedItem:
    line = (tokens[opened].map or [0])[0]
    for token in tokens[opened + 1 :]:
        if token.type == "list_item_close" and token.level == tokens[opened].level:
            break
        if token.type == "inline":
            return _read(token, heading, line)
    return NumberedItem(None, "", "", heading, line)


def _read(inline: Token, heading: str, line: int) -> NumberedItem:
    children = list(inline.children or ())
    opened = next((i for i, child in enumerate(children) if child.type == "link_open"), None)
    if opened is None:
        return NumberedItem(None, plain(inline), "", heading, line)
    closed = next(i for i, child in enumerate(children) if i > opened and child.type == "link_close")
    after = Token("inline", "", 0, children=children[closed + 1 :])
    words = plain(after).lstrip(" :;,.–—-")
    return NumberedItem(hrefs.written(children[opened]), plain(inline), words, heading, line)
