"""The list of screens, and the guard that keeps any of them from running outside the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_FRAMED: Final = "_carebook_framed"

SCREENS: Final = (
    ("pages/desk.py", "Desk", ""),
    ("pages/library.py", "Library", "library"),
    ("pages/start.py", "Start here", "start"),
    ("pages/article.py", "Article", "article"),
    ("pages/remedy.py", "Remedy", "remedy"),
    ("pages/approvals.py", "Approvals", "approvals"),
    ("pages/people.py", "People", "people"),
    ("pages/edit.py", "Edit", "edit"),
    ("pages/history.py", "History", "history"),
    ("pages/review.py", "Review", "review"),
    ("pages/stewardship.py", "Stewardship", "stewardship"),
)
"""Script, title and address of every screen; the first is the home page."""


def build_navigation() -> Page:
    """Tell Streamlit which screens there are and return the one that was asked for.

    Carebook draws its own bar (see `top`), so Streamlit's is hidden. Nothing may raise before
    this has run: until then Streamlit serves the scripts in `pages/` without the entrypoint.
    """
    pages = [
        st.Page(script, title=title, url_path=address or "desk", default=not address)
        for script, title, address in SCREENS
    ]
    return st.navigation(pages, position="hidden")


def mark_framed() -> None:
    """Let the next screen run: the frame stands around it. Good for one run."""
    st.session_state[_FRAMED] = True


def ensure_frame() -> None:
    """Stop a screen that was reached past the entrypoint, and come back through it.

    On a fresh server Streamlit's old multipage mode runs a file of `pages/` directly, with no
    identity and no refusals around it. Building the navigation once ends that mode for good.
    """
    if not st.session_state.pop(_FRAMED, False):
        build_navigation()
        st.rerun()
