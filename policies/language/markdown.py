"""Tables and headings of a Markdown body, each with its line, read by the same parser that readers' pages
use.

What a reader sees as a table is a table here, and nothing else is: HTML is text, indented blocks are code,
and a row that the parser would silently drop is found and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST = 4 * 1024 * 1024
"""Bytes of a body: room for a table of 16,000 rows."""
WIDEST = 200
"""Columns of a table."""
PROSE = 128 * 1024
"""Characters outside the tables: what any article may have."""
LONGEST_CELL = 1000
"""Characters of a cell that may have markup in it; a longer one is read as it stands."""
BRACKETS = 40
"""Brackets of a cell that may have links in it; the parser takes cubic time over open ones."""

_NEWLINE = re.compile(r"\r\n?|\n")
_PIPE = re.compile(r"(?<!\\)\|")
_MARKUP = re.compile(r"[\\`*_\[\]&~]|<[A-Za-z/]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's Markdown as written, its plain text, its links (text, address as written), and whether any is
    struck out."""

    markdown: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    struck: bool = False


EMPTY = Cell("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line it stands on, its cells, and how many cells were written."""

    line: int
    cells: tuple[Cell, ...]
    written: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header and its rows."""

    head: Row
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Section:
    """What stands under one heading: its tables, and the lines that look like rows but belong to no table."""

    title: str
    line: int
    tables: list[Table] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)


class Body:
    """A page's Markdown, cut into sections at its headings; lines count from 1 in the file."""

    def __init__(self, body: str, first_line: int) -> None:
        self._lines = _NEWLINE.sub("\n", body.removeprefix("\ufeff").replace("\0", "\ufffd")).split("\n")
        self._first = first_line
        self._parser = _parser()
        self._env: dict[str, Any] = {}
        self._cells: dict[str, Cell] = {}
        self.sections: list[Section] = [Section("", first_line)]

    def widest_line(self) -> tuple[int, int]:
        """Return the most cells any line would have, and that line."""
        width, line = max(((text.count("|"), -at) for at, text in enumerate(self._lines)), default=(0, 0))
        return width, self._first - line

    def prose(self) -> int:
        """Return how many characters stand on lines that cannot be rows of a table."""
        return sum(len(text) for text in self._lines if "|" not in text)

    def read(self) -> list[Section]:
        """Parse the body and return its sections, the one before the first heading included."""
        tokens = self._parser.parse("\n".join(self._lines), self._env)
        taken: list[tuple[int, int]] = []
        places: list[tuple[int, Section]] = [(0, self.sections[0])]
        for at, token in enumerate(tokens):
            if token.level or token.map is None:
                continue
            if token.type == "heading_open":
                section = Section(self.cell(tokens[at + 1].content).text, self._first + token.map[0])
                self.sections.append(section)
                places.append((token.map[0], section))
            elif token.type == "table_open":
                self.sections[-1].tables.append(self._table(tokens, at))
                taken.append((token.map[0], token.map[1]))
            elif token.type == "fence":
                taken.append((token.map[0], token.map[1]))
        self._find_strays(taken, places)
        return self.sections

    def cell(self, markdown: str) -> Cell:
        """Return a cell with its plain text and links; the same Markdown is parsed once."""
        if not _MARKUP.search(markdown):
            return Cell(markdown, markdown) if markdown else EMPTY
        if markdown not in self._cells:
            self._cells[markdown] = self._parse_cell(markdown)
        return self._cells[markdown]

    def _parse_cell(self, markdown: str) -> Cell:
        if len(markdown) > LONGEST_CELL or markdown.count("[") > BRACKETS:
            return Cell(markdown, markdown)
        inline: list[Token] = []
        self._parser.inline.parse(markdown, self._parser, self._env, inline)
        text = "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in inline)
        return Cell(markdown, text, _links(inline), struck=any(token.type == "s_open" for token in inline))

    def _table(self, tokens: list[Token], start: int) -> Table:
        rows: list[Row] = []
        cells: list[Cell] = []
        line = 0
        for at in range(start + 1, len(tokens)):
            token = tokens[at]
            if token.type == "table_close":
                break
            if token.type == "inline":
                cells.append(self.cell(token.content))
            elif token.type == "tr_open":
                cells, line = [], (token.map or [0])[0]
            elif token.type == "tr_close":
                rows.append(Row(self._first + line, tuple(cells), _cells_written(self._lines[line])))
        return Table(rows[0], tuple(rows[1:]))

    def _find_strays(self, taken: list[tuple[int, int]], places: list[tuple[int, Section]]) -> None:
        covered = [False] * (len(self._lines) + 1)
        for start, end in taken:
            covered[start:end] = [True] * (end - start)
        section = 0
        for at, text in enumerate(self._lines):
            while section + 1 < len(places) and places[section + 1][0] <= at:
                section += 1
            if not covered[at] and text.lstrip().startswith("|"):
                places[section][1].strays.append(self._first + at)


def _links(inline: list[Token]) -> tuple[tuple[str, str], ...]:
    links: list[tuple[str, str]] = []
    text = ""
    for token in inline:
        if token.type == "link_open":
            text = ""
        elif token.type == "link_close":
            links[-1] = (text.strip(), links[-1][1])
        text += token.content
        if token.type == "link_open":
            links.append(("", str(token.attrs.get("href", ""))))
    return tuple(links)


def _cells_written(line: str) -> int:
    parts = _PIPE.split(line.strip())
    return len(parts) - (parts[0] == "") - (len(parts) > 1 and parts[-1] == "")


class _AsWritten(MarkdownIt):
    """The parser, leaving the addresses of links as their author wrote them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's own name
        return url


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = _AsWritten("js-default", {"html": False, "maxNesting": 100})
    parser.core.ruler.disable(["inline", "linkify", "replacements", "smartquotes", "text_join"])
    return parser
