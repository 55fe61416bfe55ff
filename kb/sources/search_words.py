"""The page on which managers say which words stand for one another, and what is wrong with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kb.markup import tables
from kb.search import MOST_WORDS, folded
from policies import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.markup import PlainTable
    from kb.sources.source_page import SourcePage

SEARCH_WORDS = "search-words"
"""The slug of the page."""

_WORD, _OTHERS = "word", "also found by"
_MOST_SETS = 2000
_LONGEST = 80
_Level = Literal["error", "warning"]

Sets = tuple[tuple[str, ...], ...]


def search_words(page: SourcePage) -> tuple[Sets, tuple[Problem, ...]]:
    """Return the sets of words that stand for one another, and every problem of the table, by line.

    What is wrong is left out and the rest holds: search never stops working for a slip in a table.
    """
    reading = _Reading(page)
    for table in tables(page.body):
        reading.take(table)
    if not reading.found:
        reading.complain(
            page.body_line, "no-table", f"no table `| {_WORD.title()} | {_OTHERS.title()} |`", ""
        )
    return tuple(reading.sets), tuple(reading.problems)


def prose(body: str) -> str:
    """Return the page without its tables: search finds the page by what it says, not by what it lists."""
    drop = {
        line
        for table in tables(body)
        for line in range(table.head.line, (table.rows[-1] if table.rows else table.head).line + 1)
    }
    return "\n".join(line for number, line in enumerate(body.split("\n")) if number not in drop)


class _Reading:
    """What has been read of one page so far."""

    def __init__(self, page: SourcePage) -> None:
        self._page = page
        self.found = False
        self.sets: list[tuple[str, ...]] = []
        self.problems: list[Problem] = []
        self._line_of: dict[tuple[str, ...], int] = {}

    def take(self, table: PlainTable) -> None:
        """Read one table, if it is one of those meant."""
        names = [" ".join(cell.casefold().split()) for cell in table.head.cells]
        if _WORD not in names or _OTHERS not in names:
            return
        self.found = True
        word, others = names.index(_WORD), names.index(_OTHERS)
        for row in table.rows:
            line = self._page.body_line + row.line
            if len(self.sets) >= _MOST_SETS:
                hint = "the rows from here on are not read"
                self.complain(line, "too-many-words", f"the table has more than {_MOST_SETS} rows", hint)
                return
            self._take_row(line, row.cells[word], row.cells[others])

    def _take_row(self, line: int, word: str, others: str) -> None:
        if not word.strip() and not others.strip():
            self.complain(line, "empty-row", "the row is empty", "fill it in, or take it out")
            return
        if not folded(word):
            self.complain(
                line, "no-word", "the row has no word to stand first", "write the word our pages use"
            )
            return
        members = tuple(self._members(line, (word, *others.split(";"))))
        if len(members) > 1:
            self.sets.append(members)
        elif not any(map(folded, others.split(";"))):
            hint = "write other words for it, with semicolons between"
            self.complain(line, "no-other-words", f"nothing stands beside `{word}`", hint)

    def _members(self, line: int, entries: tuple[str, ...]) -> Iterator[str]:
        for entry in entries:
            words, shown = folded(entry), " ".join(entry.split())[:60]
            if not words:
                if entry.strip():
                    self.complain(line, "no-word", f"`{shown}` has no letters or digits", "")
            elif len(words) > MOST_WORDS or len(entry.strip()) > _LONGEST:
                message = f"`{shown}` is too long"
                self.complain(line, "too-long", message, f"{MOST_WORDS} words and {_LONGEST} letters at most")
            elif words in self._line_of:
                where = self._line_of[words]
                message = f"`{shown}` stands already in " + ("this row" if where == line else f"line {where}")
                self.complain(line, "duplicate-word", message, "a word may stand in one row only")
            else:
                self._line_of[words] = line
                yield " ".join(entry.split())

    def complain(self, line: int, code: str, message: str, hint: str, level: _Level = "warning") -> None:
        """Note a problem; none of them keeps the page from being read."""
        self.problems.append(Problem(code, level, self._page.path, line, message, hint))
