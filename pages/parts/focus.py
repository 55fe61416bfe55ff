"""Where the cursor goes next: to the question that came up, or to the form that opened."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_FOCUS: Final = st.components.v2.component(
    "carebook_focus", js=Path(__file__).with_name("focus.js").read_text(encoding="utf-8")
)


def mount(token: str, selector: str, keep_out: str = "") -> None:
    """Put the cursor into what `selector` names, once for each new `token`.

    It stays where it is while somebody writes inside `keep_out`. While a choice of the question has the
    cursor, `y`, `n` and the digits press it.
    """
    _FOCUS(key="cb_focus", data={"token": token, "selector": selector, "keepOut": keep_out}, height="content")
