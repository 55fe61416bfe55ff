"""After a button has opened another article: begin at its top, as after a link."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_ARRIVALS: Final = "_carebook_arrivals"
_PLACE: Final = "_carebook_leaving"
_ARRIVAL: Final = st.components.v2.component(
    "carebook_arrival", js=Path(__file__).with_name("arrival.js").read_text(encoding="utf-8")
)


def arrived() -> None:
    """Count one more article that was opened by a button."""
    st.session_state[_ARRIVALS] = st.session_state.get(_ARRIVALS, 0) + 1


def leave_for(address: str) -> None:
    """Have the browser go to another screen once this one is drawn."""
    arrived()
    st.session_state[_PLACE] = address


def mount() -> None:
    """Put the script on the page; it draws nothing. For each arrival it once scrolls up or goes elsewhere."""
    data = {"count": st.session_state.get(_ARRIVALS, 0), "address": st.session_state.pop(_PLACE, "")}
    _ARRIVAL(key="cb_arrival", data=data, height="content")
