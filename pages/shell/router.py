"""Navigation as in any web site: links stay in this session, Back works, `#headings` are scrolled to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_ROUTER: Final = st.components.v2.component(
    "carebook_router", js=Path(__file__).with_name("router.js").read_text(encoding="utf-8")
)


def mount(*, restore: bool = True) -> None:
    """Put the router on the page; it draws nothing.

    Streamlit by itself opens links in a new session, writes two history entries for a page switch
    and leaves `#heading` alone. The router turns a click into one history entry and tells Streamlit
    with a `popstate`. With `restore=False` (before sign-in) it keeps the address for afterwards.
    """
    _ROUTER(key="router", data={"restore": restore}, height="content")
