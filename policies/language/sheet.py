"""A fixed table: the one table under a fixed heading, its columns found by name, its faults noted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.label import key_of, listed, suggestion, tidy
from policies.language.cell import BLANK
from policies.language.hidden import TURNING, turning_character, widthless_character
from policies.language.markdown import EMPTY, Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policies.language.markdown import Section
    from policies.problem import Findings

FREE = ("note", "notes", "comment", "comments")
"""Columns that any fixed table may have for its readers alone."""


_REMARK = re.compile(r"\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its cells by column key; a column the table lacks is blank."""

    line: int
    cells: dict[str, Cell]

    def cell(self, column: str) -> Cell:
        """Return the cell in the column of that label."""
        return self.cells.get(key_of(column), EMPTY)

    def text(self, column: str) -> str:
        """Return the plain text of a cell as the language reads it."""
        return tidy(self.cell(column).text)

    def prose(self, column: str) -> str:
        """Return the plain text of a cell as people wrote it, spaces apart; nothing where it is blank or a
        dash."""
        written = " ".join(self.cell(column).text.split())
        return "" if tidy(written) in BLANK else written


@dataclass(frozen=True, slots=True)
class Heading:
    """What a fixed table looks like: the columns it must have, those it may have, and whether it must be
    there."""

    title: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    required: bool = True
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A fixed table, ready to be read row by row; `extra` are its other columns' keys and labels, in
    order."""

    heading: Heading
    line: int
    columns: tuple[str, ...]
    extra: dict[str, str]
    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)


def find_sheet(
    heading: Heading, sections: Sequence[Section], findings: Findings, page_line: int
) -> Sheet | None:
    """Return the one table under a fixed heading, or None; what is wrong with it is noted.

    A heading may bear a remark in brackets, `Authority (lowest first)`, unless another stands there without
    one. Rows that cannot be read by column (ragged ones) are noted and left out; so are wholly blank rows,
    unnoted.
    """
    under = _under(heading, sections)
    tables = [table for section in under for table in section.tables]
    for section in under:
        _note_strays(section, findings, blocks=heading.blocks)
    if not tables:
        if heading.required:
            _note_missing(heading, sections, under, findings, page_line)
        return None
    for table in tables[1:]:
        hint = "put it into the first one, or under a heading of its own"
        message = f"a second table under `{heading.title}`"
        findings.error("two-tables", table.head.line, message, hint, blocks=heading.blocks)
    return _read_sheet(heading, tables[0], findings)


def _under(heading: Heading, sections: Sequence[Section]) -> list[Section]:
    wanted = key_of(heading.title)
    exact = [section for section in sections if key_of(section.title) == wanted]
    return exact or [section for section in sections if key_of(_REMARK.sub("", section.title)) == wanted]


def _note_strays(section: Section, findings: Findings, *, blocks: bool) -> None:
    if section.strays:
        many = f" (and {len(section.strays) - 1} more)" if len(section.strays) > 1 else ""
        message = f"this row under `{section.title}` belongs to no table{many}"
        hint = "a table has no blank lines or indented rows, and as many dashes below its header as columns"
        findings.error("stray-row", section.strays[0], message, hint, blocks=blocks)


def _note_missing(
    heading: Heading, sections: Sequence[Section], under: list[Section], findings: Findings, page_line: int
) -> None:
    if under:
        columns = " | ".join(heading.needed)
        findings.error(
            "missing-table",
            under[0].line,
            f"no table under `{heading.title}`",
            f"it starts `| {columns} | …`",
        )
        return
    hint = suggestion(heading.title, (section.title for section in sections if section.title))
    findings.error(
        "missing-heading", page_line, f"no heading `{heading.title}`", hint or f"add `## {heading.title}`"
    )


def _read_sheet(heading: Heading, table: Table, findings: Findings) -> Sheet:
    labels = [tidy(cell.text) for cell in table.head.cells]
    keys = [key_of(label) for label in labels]
    fixed = {key_of(name) for name in (*heading.needed, *heading.optional)}
    line = table.head.line
    _note_columns(heading, labels, keys, findings, line)
    for row in (table.head, *table.rows):
        _note_hidden(row, findings, blocks=heading.blocks)
    extra = {
        key: label for key, label in zip(keys, labels, strict=True) if key and key not in (*fixed, *FREE)
    }
    kept = tuple(row for row in table.rows if any(cell.text.strip() for cell in row.cells))
    readable = tuple(row for row in kept if _fits(row, table.head, findings, blocks=heading.blocks))
    lines = tuple(
        Line(row.line, dict(zip(reversed(keys), reversed(row.cells), strict=True))) for row in readable
    )
    return Sheet(heading, line, tuple(keys), extra, lines)


def _note_columns(
    heading: Heading, labels: list[str], keys: list[str], findings: Findings, line: int
) -> None:
    blocks = heading.blocks
    for at, (key, label) in enumerate(zip(keys, labels, strict=True)):
        if not key:
            findings.error(
                "unnamed-column", line, f"column {at + 1} has no name", "name it, or delete it", blocks=blocks
            )
        elif key in keys[:at]:
            findings.error(
                "duplicate-column", line, f"the column `{label}` stands twice", "delete one", blocks=blocks
            )
    for name in heading.needed:
        if key_of(name) not in keys:
            message = f"the table under `{heading.title}` has no column `{name}`"
            hint = suggestion(name, (label for label in labels if label)) or f"it has {listed(labels[:20])}"
            findings.error("missing-column", line, message, hint, blocks=blocks)


def _note_hidden(row: Row, findings: Findings, *, blocks: bool) -> None:
    for cell in row.cells:
        if cell.markdown.isascii() and cell.text.isascii():
            continue
        shown = f"`{tidy(TURNING.sub('', cell.text))[:40]}`"
        if character := turning_character(cell.markdown) or turning_character(cell.text):
            message = f"{shown} hides a {character}, which shows it in another order than it is read"
            findings.error("hidden-character", row.line, message, "type the cell anew", blocks=blocks)
        elif character := widthless_character(cell.markdown) or widthless_character(cell.text):
            message = f"{shown} hides a {character}, which is left out when it is read"
            findings.warn("hidden-character", row.line, message, "type the cell anew")


def _fits(row: Row, head: Row, findings: Findings, *, blocks: bool) -> bool:
    for cell in row.cells:
        if cell.struck:
            message = f"`{tidy(cell.text)[:40]}` is struck out"
            findings.error("struck-out", row.line, message, "delete it, or write it plainly", blocks=blocks)
    if row.written == head.written:
        return True
    message = f"{row.written} cells in a table of {head.written} columns"
    findings.error("ragged-row", row.line, message, r"write a `|` inside a cell as `\|`", blocks=blocks)
    return False
