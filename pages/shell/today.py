"""What day it is where the person sits, for ages of pages and policies in force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def today() -> date:
    """The present day in the browser's time zone, or in UTC where it tells none."""
    name = st.context.timezone
    try:
        zone = ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = UTC
    return datetime.now(zone).date()
