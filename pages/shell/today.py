"""What day it is where the person sits, for ages of pages and policies in force."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def zone() -> tzinfo:
    """The browser's time zone, or UTC where it tells none."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def today() -> date:
    """The present day in the browser's time zone, or in UTC where it tells none."""
    return datetime.now(zone()).date()
