"""Gaps in the database: nearly equal wordings are one, and whoever misses it again opens it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from kb.model import SearchGap
from kb.search.wording import same_wording, wording

if TYPE_CHECKING:
    from datetime import datetime

_MOST_COMPARED = 2000
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """One time that something was missed; `words` are cleaned."""

    words: str
    at: datetime
    in_vain: int = 0
    again: int = 0
    reported: int = 0
    note: str = ""


def is_telling(words: str) -> bool:
    """Tell whether cleaned words say enough to be a task for anybody."""
    return sum(char.isalpha() for char in words) >= _FEWEST_LETTERS


def add_miss(session: Session, miss: Miss) -> SearchGap:
    """Count `miss` to the gap that it belongs to, or to a new one, in the caller's transaction."""
    key = wording(miss.words)[:200]
    gap = _find(session, key)
    if gap is None:
        gap = SearchGap(key=key, words=miss.words[:200], first_at=miss.at, last_at=miss.at)
        try:
            with session.begin_nested():
                session.add(gap)
        except IntegrityError:  # another server was quicker
            gap = session.exec(select(SearchGap).where(SearchGap.key == key).with_for_update()).one()
    gap.in_vain += miss.in_vain
    gap.again += miss.again
    gap.reported += miss.reported
    gap.last_at = max(gap.last_at, miss.at)
    if miss.note:
        gap.note = miss.note[:500]
    if gap.state == "closed" or (gap.state == "dismissed" and miss.reported):
        gap.state, gap.ended_at, gap.slug = "open", None, None
    session.flush()
    return gap


def _find(session: Session, key: str) -> SearchGap | None:
    exact = session.exec(select(SearchGap).where(SearchGap.key == key).with_for_update()).first()
    if exact is not None:
        return exact
    newest = select(SearchGap.key).order_by(col(SearchGap.last_at).desc()).limit(_MOST_COMPARED)
    alike = same_wording(key, session.exec(newest).all())
    if alike is None:
        return None
    return session.exec(select(SearchGap).where(SearchGap.key == alike).with_for_update()).first()
