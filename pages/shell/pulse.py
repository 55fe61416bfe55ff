"""Noticing without a reload that a request was made or answered: asked every few seconds, drawn only then."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import streamlit as st

from kb.access import AccessError, can
from pages.shell import identity, opening

EVERY: Final = 2.5
"""Seconds between two looks. A look is one number from the database."""
_SEEN: Final = "_carebook_pulse"


def watch() -> None:
    """Draw this screen again when a request that concerns this person was made or answered.

    Call it last: what is on the screen then is what is compared with.
    """
    if can(identity.actor(), "desk.request").allowed:
        st.session_state[_SEEN] = None
        _look()


@st.fragment(key="cb_pulse", run_every=EVERY)
def _look() -> None:
    with suppress(AccessError):
        app, actor = opening.opened(), identity.actor()
        number, seen = app.approvals.feed(actor), st.session_state.get(_SEEN)
        if seen is not None and seen[0] == number:
            return
        requests = tuple((request.id, request.state) for request in app.approvals.requests(actor))
        st.session_state[_SEEN] = (number, requests)
        if seen is not None and seen[1] != requests:
            st.rerun()
