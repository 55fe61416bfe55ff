"""Telling insight what was searched and opened in this browser session; a screen never fails over it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import AccessError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App

_SESSION: Final = "_carebook_session"


def searched(app: App, actor: Actor, words: str, slugs: Sequence[str]) -> None:
    """Note what is shown for what is typed; no words: the box is empty."""
    try:
        app.insight.searched(actor, words, slugs, _session())
    except AccessError:  # somebody whose role has just been taken away is told so by the screen
        return


def opened(app: App, actor: Actor, slug: str) -> None:
    """Note that a page, or the remedies of a complaint as `remedy:KEY`, was opened."""
    try:
        app.insight.opened(actor, slug, _session())
    except AccessError:
        return


def _session() -> str:
    """Return what tells this session from others, and from nothing else: it says nothing of the person."""
    if _SESSION not in st.session_state:
        st.session_state[_SESSION] = secrets.token_hex(8)
    return str(st.session_state[_SESSION])
