"""The one App of this server process, opened once and shared by every session."""

from __future__ import annotations

import streamlit as st

from kb.app import App, open_app
from kb.settings import Settings

OPEN: list[App] = []
"""What this process has opened, for whoever ends it in order."""


@st.cache_resource
def settings() -> Settings:
    """What the environment says, read once a process."""
    return Settings()


@st.cache_resource(show_spinner="Opening the library…")
def opened() -> App:
    """Open the App with this machine's settings: migrate, load the library, build the search index."""
    OPEN.append(open_app(settings()))
    return OPEN[-1]
