"""A part of a page: what stands under one of its headings, up to the next heading of its level."""

from dataclasses import dataclass
from functools import lru_cache

from kb.markup.outline import headings
from kb.markup.parser import parse


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The tokens `start` to `end` of a body, without the heading; `title` is its words, `size` in bytes."""

    title: str
    start: int
    end: int
    size: int


@lru_cache(maxsize=256)
def excerpt(body: str, anchor: str) -> Excerpt | None:
    """Return the part of `body` under the heading `anchor`, or, for "", all under its title; None: no such.

    A heading inside a list or a quotation heads nothing that could be taken out of it.
    """
    tokens = parse(body)
    heads = [(at, head) for at, head in headings(tokens) if tokens[at].level == 0]
    last = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    if not anchor:
        first = 3 if heads and heads[0][0] == 0 and heads[0][1].level == 1 else 0
        return Excerpt("", first, last, len(body.encode("utf-8", "surrogatepass")))
    for number, (at, head) in enumerate(heads):
        if head.anchor == anchor:
            after = next((other for other in heads[number + 1 :] if other[1].level <= head.level), None)
            lines = body.split("\n")[head.line : after[1].line if after else None]
            end = after[0] if after else last
            return Excerpt(head.text, at + 3, end, len("\n".join(lines).encode("utf-8", "surrogatepass")))
    return None
