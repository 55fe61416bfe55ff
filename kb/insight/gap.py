"""A gap: what people look for and our pages do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kb.model import SearchGap


class InsightError(Exception):
    """The base of what insight refuses; the message is for the person who asked.

    InsightError
     ├── NoSuchGap       there is no gap of that number
     └── NothingToReport nothing is left of the words once a customer's data is taken out
    """


class NoSuchGap(InsightError):  # noqa: N818 -- named for what the person is told
    """There is no gap of that number."""


class NothingToReport(InsightError):  # noqa: N818 -- named for what the person is told
    """Nothing is left of the words."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A task for managers: how often it was searched in vain, searched again at once, and reported.

    `state` is `open`, `closed` (by the page `slug`, where one was found) or `dismissed`.
    """

    id: int
    words: str
    note: str
    in_vain: int
    again: int
    reported: int
    state: str
    first_at: datetime
    last_at: datetime
    ended_at: datetime | None
    slug: str | None

    @property
    def times(self) -> int:
        """How often it was missed at all."""
        return self.in_vain + self.again + self.reported

    def as_json(self) -> dict[str, object]:
        """Return the fields that other programs are promised."""
        return {
            "id": self.id,
            "words": self.words,
            "note": self.note,
            "in_vain": self.in_vain,
            "again": self.again,
            "reported": self.reported,
            "state": self.state,
            "first_at": self.first_at.isoformat(),
            "last_at": self.last_at.isoformat(),
            "slug": self.slug,
        }


def as_gap(row: SearchGap) -> Gap:
    """Return the row as it leaves the use cases."""
    return Gap(
        row.id or 0,
        row.words,
        row.note,
        row.in_vain,
        row.again,
        row.reported,
        row.state,
        row.first_at,
        row.last_at,
        row.ended_at,
        row.slug,
    )
