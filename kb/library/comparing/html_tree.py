"""Safe HTML as a tree: enough to walk the blocks of a rendered page and write them again."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "input", "img"})
_INLINE = frozenset({"a", "em", "strong", "s", "code", "sup", "span", "br", "input", "img"})


@dataclass(slots=True)
class Element:
    """A tag with what is in it; text is kept as text, not as HTML."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list["Element | str"] = field(default_factory=list)

    @property
    def inline(self) -> bool:
        """Whether it stands within a line of text."""
        return self.tag in _INLINE

    @property
    def is_leaf(self) -> bool:
        """Whether it holds text and no further blocks."""
        return all(isinstance(child, str) or child.inline for child in self.children)

    def opening(self, *, anchored: bool = True) -> str:
        """Write its start tag; without its `id` where the same element stands elsewhere too."""
        kept = (pair for pair in self.attributes if anchored or pair[0] != "id")
        return f"<{self.tag}{''.join(f' {name}={chr(34)}{escape(value)}{chr(34)}' for name, value in kept)}>"

    def closing(self) -> str:
        """Write its end tag, if it has one."""
        return "" if self.tag in _VOID else f"</{self.tag}>"

    def words(self) -> str:
        """Return all text in it."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def html(self) -> str:
        """Write it whole."""
        inner = "".join(
            escape(child, quote=False) if isinstance(child, str) else child.html() for child in self.children
        )
        return f"{self.opening()}{inner}{self.closing()}"


def tree(html: str) -> Element:
    """Read sanitised HTML; the result stands for the page and is itself no tag of it."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple((name, value or "") for name, value in attrs))
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in {element.tag for element in self._open[1:]}:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
