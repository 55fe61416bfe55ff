"""Words that a page defines in a table: each is found by its name, at the table that defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb.markup import Section, outline, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.markup import PlainTable

_DEFINES = frozenset({"fact", "remedy", "role", "budget", "word", "term"})
_MAY_DEFINE = re.compile(rf"^\s*\|?\s*(?:{'|'.join(sorted(_DEFINES))})\s*\|", re.IGNORECASE | re.MULTILINE)
_MOST = 1000


def with_definitions(body: str, parts: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections of a page and, after the one that holds the table, one for each word defined.

    A table defines words when its first column is headed Fact, Remedy, Role, Budget, Word or Term.
    """
    if not _MAY_DEFINE.search(body):
        return parts
    defined: dict[str, list[Section]] = {}
    for section in _definitions(body):
        defined.setdefault(section.anchor, []).append(section)
    whole: list[Section] = []
    for part in parts:
        whole += [part, *defined.pop(part.anchor, ())]
    return tuple(whole)


def _definitions(body: str) -> Iterator[Section]:
    left = _MOST
    for table in tables(body):
        if table.head.cells[0].strip().casefold() not in _DEFINES:
            continue
        level, anchor, above = _place(body, table)
        for row in table.rows[:left]:
            name = row.cells[0].strip()
            if name:
                text = " ".join(cell for cell in row.cells[1:] if cell)
                yield Section(name, level, anchor, text, above)
        left = max(0, left - len(table.rows))


def _place(body: str, table: PlainTable) -> tuple[int, str, tuple[str, ...]]:
    """Return the level below, the anchor and the words of the heading that the table stands under."""
    above = [heading for heading in outline(body) if heading.line < table.head.line]
    if not above:
        return 1, "", ()
    first = above[-1] is outline(body)[0] and above[-1].level == 1
    return min(6, above[-1].level + 1), "" if first else above[-1].anchor, (above[-1].text,)
