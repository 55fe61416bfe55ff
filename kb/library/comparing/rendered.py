"""The difference of two pages as readers see them: the new page, with what went and what came marked in it.

Blocks are matched first (paragraphs, items, rows), then the words of those that were changed; so the page
keeps its shape, and marks never reach across blocks.
"""

from collections.abc import Iterator, Sequence
from html import escape

from kb.library.comparing.html_tree import Element, tree
from kb.library.comparing.words import Change, alike, changes, opcodes, pieces
from kb.markup import sanitise_changes

_MARKS: dict[Change, tuple[str, str]] = {
    "same": ("", ""),
    "old": ("<del>", "</del>"),
    "new": ("<ins>", "</ins>"),
}
_ALIKE = 0.35
_CONTAINERS = frozenset({"table", "thead", "tbody", "ul", "ol", "div", "section", "blockquote"})


def rendered_difference(old: str, new: str) -> str:
    """Return the HTML of the new page with `<del>` and `<ins>` around what differs; both are safe already.

    The result went through the allow-list of pages once more.
    """
    return sanitise_changes("".join(_children(tree(old).children, tree(new).children)))


def _children(old: Sequence[Element | str], new: Sequence[Element | str]) -> Iterator[str]:
    before, after = _blocks(old), _blocks(new)
    for tag, a, b, c, d in opcodes([each.html() for each in before], [each.html() for each in after]):
        if tag == "equal":
            yield from (each.html() for each in after[c:d])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _blocks(children: Sequence[Element | str]) -> list[Element]:
    """Return the blocks among children; text that stands beside blocks becomes one without a tag."""
    found: list[Element] = []
    for child in children:
        if isinstance(child, str) or child.inline:
            if not (found and not found[-1].tag):
                found.append(Element(""))
            found[-1].children.append(child)
        else:
            found.append(child)
    return [each for each in found if each.tag or each.words().strip()]


def _replaced(old: Sequence[Element], new: Sequence[Element]) -> Iterator[str]:
    at = 0
    for block in new:
        match = next((n for n in range(at, len(old)) if _belong(old[n], block)), None)
        if match is None:
            yield _marked(block, "new")
            continue
        yield from (_marked(gone, "old") for gone in old[at:match])
        yield _pair(old[match], block)
        at = match + 1
    yield from (_marked(gone, "old") for gone in old[at:])


def _belong(old: Element, new: Element) -> bool:
    if old.tag != new.tag:
        return False
    if old.tag in _CONTAINERS:
        return True
    return alike(pieces(old.words()), pieces(new.words())) >= _ALIKE


def _pair(old: Element, new: Element) -> str:
    if old.is_leaf and new.is_leaf:
        inner = _inline(old, new)
    elif new.tag == "tr" and len(_blocks(old.children)) == len(_blocks(new.children)):
        cells = zip(_blocks(old.children), _blocks(new.children), strict=True)
        inner = "".join(_pair(one, other) for one, other in cells)
    elif new.tag == "tr":
        return _marked(old, "old") + _marked(new, "new")
    else:
        inner = "".join(_children(old.children, new.children))
    return f"{new.opening()}{inner}{new.closing()}" if new.tag else inner


def _inline(old: Element, new: Element) -> str:
    before, after = list(_flat(old, ())), list(_flat(new, ()))
    return "".join(_written(run, change) for change, run in changes(before, after))


def _marked(block: Element, change: Change) -> str:
    """Write a block with all its words marked."""
    if block.is_leaf:
        inner = _written(list(_flat(block, ())), change)
    else:
        inner = "".join(_marked(each, change) for each in _blocks(block.children))
    return f"{block.opening(anchored=change != 'old')}{inner}{block.closing()}" if block.tag else inner


class _Keyed:
    """A word with the tags around it; equal where both are."""

    __slots__ = ("around", "key", "text")

    def __init__(self, text: str, around: tuple[Element, ...]) -> None:
        self.text = text
        self.around = around
        self.key = (text, tuple((each.tag, each.attributes) for each in around))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _flat(element: Element, around: tuple[Element, ...]) -> Iterator[_Keyed]:
    for child in element.children:
        if isinstance(child, str):
            yield from (_Keyed(piece, around) for piece in pieces(child))
        elif child.children:
            yield from _flat(child, (*around, child))
        else:
            yield _Keyed("", (*around, child))


def _written(words: Sequence[_Keyed], change: Change) -> str:
    start, end = _MARKS[change]
    anchored = change != "old"
    written: list[str] = []
    at = 0
    while at < len(words):
        upto = at
        while upto < len(words) and words[upto].around == words[at].around:
            upto += 1
        opening = "".join(each.opening(anchored=anchored) for each in words[at].around)
        closing = "".join(each.closing() for each in reversed(words[at].around))
        text = escape("".join(word.text for word in words[at:upto]), quote=False)
        written.append(
            f"{opening}{start}{text}{end}{closing}" if text.strip() else f"{opening}{text}{closing}"
        )
        at = upto
    return "".join(written)
