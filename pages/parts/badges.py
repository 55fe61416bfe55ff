"""The verification badge: when an article was last proved right, said with its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pages.parts.icons import icon
from pages.parts.markup import Html, tag

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Badge:
    """A symbol and a word; `tone` is `fresh`, `due` or `quiet`."""

    symbol: str
    text: str
    tone: str

    def as_data(self) -> dict[str, str]:
        """The badge as scripts take it."""
        return {"symbol": self.symbol, "text": self.text, "tone": self.tone}

    def as_html(self) -> Html:
        """The badge in a line of text."""
        return tag("span", icon(self.symbol), self.text, class_=f"cb-badge cb-badge-{self.tone}")


def day_of(moment: datetime | date | None) -> date | None:
    """The calendar day of a moment or a day."""
    return moment.date() if isinstance(moment, datetime) else moment


def verification(verified: datetime | date | None, due: datetime | date | None, today: date) -> Badge:
    """Say whether an article may be relied on today: verified and when, due for review, or never verified.

    >>> verification(date(2026, 3, 1), date(2026, 9, 1), date(2026, 3, 13)).text
    'Verified 12 days ago'
    >>> verification(date(2026, 3, 1), date(2026, 9, 1), date(2026, 9, 4)).text
    'Review due since 3 days'
    """
    verified, due = day_of(verified), day_of(due)
    if due is not None and due < today:
        return Badge("schedule", f"Review due since {span(today - due)}", "due")
    if verified is None:
        return Badge("help", "Not verified yet", "quiet")
    return Badge("verified", f"Verified {ago(verified, today)}", "fresh")


def ago(day: date, today: date) -> str:
    """A past day as its age.

    >>> ago(date(2026, 1, 1), date(2026, 1, 1)), ago(date(2026, 1, 1), date(2026, 1, 2))
    ('today', 'yesterday')
    """
    days = (today - day).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{span(today - day)} ago"


def span(length: timedelta) -> str:
    """A length of time in the largest unit that says it well."""
    days = length.days
    if days < 60:
        return f"{days} day" + ("" if days == 1 else "s")
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{days // 365} years"


def written(day: date, today: date) -> str:
    """A day as it is said: `3 Mar`, with the year when it is not this one."""
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")
