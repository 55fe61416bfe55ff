"""Moments in words, in the time zone of whoever reads them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def said(moment: datetime, zone: tzinfo = UTC) -> str:
    """A moment as day and time.

    >>> said(datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    '1 Mar 2026, 09:05'
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    here = aware.astimezone(zone)
    return f"{here.day} {here:%b %Y, %H:%M}"
