"""The live blocks of one page for one reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from kb.access import Visible
from kb.library.catalogue import Catalogue, Entry
from kb.library.shelves import Shelves
from kb.library.transcluding.sheet import Note, SheetOf, as_html
from kb.markup import Block, MarkupError, excerpt, render_part, too_large_to_show
from kb.markup.live import problem
from kb.sources.addresses import article_href

MOST_BLOCKS = 30
DEEPEST = 3
LARGEST = 16 * 1024
"""Bytes of Markdown in one included part."""

Allowed = Callable[[Visible], bool]
ResolverOf = Callable[[Entry], Callable[[str], str | None]]
_KEYS = ("complaint", "role")


@dataclass(slots=True)
class Transclusion:
    """All that one reading of one page brings in from elsewhere; `left` counts down what may still be."""

    shelves: Shelves
    catalogue: Catalogue
    allowed: Allowed
    resolver_of: ResolverOf
    sheet_of: SheetOf
    left: int = field(default=MOST_BLOCKS)

    def of_page(self, slug: str, path: str) -> Mapping[str, Block]:
        """Return what answers for the live blocks of the page `slug`, which lies at `path`."""
        return PageBlocks(self, slug, path, ((slug, ""),)).answers()


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks of one page; `within` are the parts that led to it, the outermost first."""

    whole: Transclusion
    slug: str
    path: str
    within: tuple[tuple[str, str], ...]

    def answers(self) -> Mapping[str, Block]:
        """Return what answers for each live block, by its name."""
        return {"remedies": self.remedies, "include": self.include}

    def remedies(self, content: str) -> str:
        """Return the table of what the policy in force offers, or a note of why there is none."""
        asked = _asked(content)
        if isinstance(asked, Note):
            return problem(asked.words)
        sheet = self.whole.sheet_of(self.slug, asked.get("complaint", ""), asked.get("role", ""))
        if isinstance(sheet, Note):
            return problem(sheet.words)
        policy = self.whole.catalogue.at(sheet.policy)
        if policy is None or not self.whole.allowed(policy):
            return problem("The remedies cannot be shown: their policy is not open to you.")
        return as_html(sheet, article_href(sheet.policy))

    def include(self, content: str) -> str:
        """Return the text that the block names, with its source, or a note of why it cannot be shown."""
        href = content.strip()
        found = self.whole.catalogue.addresses.target(self.path, href) if "\n" not in href else None
        if found is None and "\n" not in href:  # a path may also be written as from the library's top
            found = self.whole.catalogue.addresses.target("", href)
        entry = self.whole.catalogue.at(found[0]) if found else None
        if found is None or entry is None or not self.whole.allowed(entry):
            return problem(f"Nothing can be included here: there is no page at `{href[:200]}`.")
        if found in self.within:
            return problem(f"`{href[:200]}` is not included again: it would include itself.")
        if len(self.within) > DEEPEST:
            return problem(f"`{href[:200]}` is not included: it is the {DEEPEST + 1}th inside another.")
        if self.whole.left <= 0:
            return problem(f"`{href[:200]}` is not included: {MOST_BLOCKS} inclusions are enough for a page.")
        self.whole.left -= 1
        return self._part(href, found, entry)

    def _part(self, href: str, found: tuple[str, str], entry: Entry) -> str:
        read = self.whole.shelves.read(entry.slug)
        body = read[0].source.body if read else ""
        if (large := too_large_to_show(body)) is not None:
            return problem(f"`{href[:200]}` cannot be included: {large.message}.")
        part = excerpt(body, found[1])
        if part is None:
            return problem(f"`{href[:200]}` cannot be included: there is no such heading on that page.")
        if part.size > LARGEST:
            return problem(f"`{href[:200]}` is not included: it is longer than {LARGEST // 1024} KiB.")
        inner = PageBlocks(self.whole, entry.slug, entry.path, (*self.within, found))
        home = article_href(entry.slug)
        try:
            html = render_part(
                body, found[1], self.whole.resolver_of(entry), home=home, blocks=inner.answers()
            )
        except MarkupError as error:
            return problem(f"`{href[:200]}` cannot be included: {error}.")
        return _box(html or "", entry, found[1], part.title)


def _box(html: str, entry: Entry, anchor: str, heading: str) -> str:
    title = escape(f"{entry.card.title} › {heading}" if heading else entry.card.title)
    link = f'<a href="{escape(article_href(entry.slug, anchor))}">{title}</a>'
    source = f'<p class="block-source">From {link}</p>'
    return f'<div class="include" role="note">{html}{source}</div>\n'


def _asked(content: str) -> dict[str, str] | Note:
    """Read the `key: value` lines of a remedies block."""
    found: dict[str, str] = {}
    for line in content.splitlines():
        key, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or key.strip().lower() not in _KEYS:
            return Note(f"`{line.strip()[:80]}` is not understood; write `complaint: …` or `role: …`.")
        found[key.strip().lower()] = value.strip()
    return found
