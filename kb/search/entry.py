"""One page of a stack, read where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.search.text import unpack

if TYPE_CHECKING:
    from kb.search.ragged import Numbers
    from kb.search.stack import Label, Stack

RECORD, UNIT = "\x1e", "\x1f"


class Entry:
    """A page; each part of it is looked up when it is asked for, and nothing is copied."""

    __slots__ = ("_row", "_stack", "label")

    def __init__(self, stack: Stack, row: int) -> None:
        self._stack = stack
        self._row = row
        self.label: Label = stack.labels[row]

    @property
    def tokens(self) -> Numbers:
        """Its words in reading order, as numbers of the lexicon."""
        return self._stack.tokens.row(self._row)

    @property
    def bounds(self) -> Numbers:
        """Where its title and its labels end, and how many words its headings have."""
        bounds: Numbers = self._stack.bounds[self._row]
        return bounds

    @property
    def name_starts(self) -> Numbers:
        """Where each of its other names begins, and where the last ends."""
        return self._stack.names.row(self._row)

    @property
    def sections(self) -> Numbers:
        """A row a section: word of its heading, word and character of its text, and what it is a part of."""
        return self._stack.sections.row(self._row)

    @property
    def steps(self) -> Numbers:
        """Places inside its texts: word, character."""
        return self._stack.steps.row(self._row)

    def head(self, section: int) -> tuple[str, str]:
        """Return the anchor and the heading of a section."""
        packed = self._stack.heads.row(self._row).tobytes().split(RECORD.encode())[section]
        anchor, heading = packed.decode("utf-8", "surrogatepass").split(UNIT)
        return anchor, heading

    def text(self, start: int, end: int) -> str:
        """Return the characters of its texts from `start` to `end`; a record mark stands between sections."""
        return unpack(self._stack.texts.row(self._row), self._stack.blocks.row(self._row), start, end)
