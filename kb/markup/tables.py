"""The tables of a page as plain words, each row with the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.markup.parser import parse, plain

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, without markup; `line` counts from 0, at the top of the body."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """One table: its head, and the rows below."""

    head: Row
    rows: tuple[Row, ...]


def tables(body: str) -> tuple[PlainTable, ...]:
    """Return the tables of a Markdown body, in order.

    >>> tables("| a | b |\\n|---|---|\\n| *c* | d |")[0].rows[0].cells
    ('c', 'd')
    """
    return tuple(_tables(body))


def _tables(body: str) -> Iterator[PlainTable]:
    rows: list[Row] = []
    cells: list[str] | None = None
    line = 0
    for token in parse(body):
        match token.type:
            case "table_open":
                rows = []
            case "tr_open":
                cells, line = [], token.map[0] if token.map else line
            case "inline" if cells is not None:
                cells.append(plain(token))
            case "tr_close" if cells is not None:
                rows.append(Row(line, tuple(cells)))
                cells = None
            case "table_close" if rows:
                yield PlainTable(rows[0], tuple(rows[1:]))
