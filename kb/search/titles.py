"""Titles in alphabetical order: who has exactly this one, and whose begin like this."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Titles:
    """Pairs of a title as it is looked up and its page number, sorted; never changed, only replaced."""

    order: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> Titles:
        """Sort these."""
        return cls(tuple(sorted(pairs)))

    def added(self, title: str, page: int) -> Titles:
        """Return these titles and one more."""
        order = list(self.order)
        insort(order, (title, page))
        return Titles(tuple(order))

    def removed(self, title: str, page: int) -> Titles:
        """Return these titles without this one."""
        at = bisect_left(self.order, (title, page))
        return Titles(self.order[:at] + self.order[at + 1 :])

    def exactly(self, title: str) -> list[int]:
        """Return the pages with this title."""
        end = bisect_left(self.order, (title + "\0", -1))
        return [
            page for name, page in self.order[bisect_left(self.order, (title, -1)) : end] if name == title
        ]

    def beginning(self, start: str, most: int) -> list[int]:
        """Return at most so many pages whose titles begin like this, in alphabetical order."""
        at = bisect_left(self.order, (start, -1))
        return [page for title, page in self.order[at : at + most] if title.startswith(start)]
