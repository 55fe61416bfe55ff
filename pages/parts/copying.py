"""The receipt of a grant, one press from the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_COPYING: Final = st.components.v2.component(
    "carebook_copying",
    html=(_HERE / "copying.html").read_text(encoding="utf-8"),
    css=(_HERE / "copying.css").read_text(encoding="utf-8"),
    js=(_HERE / "copying.js").read_text(encoding="utf-8"),
)


def mount(place: str, number: int, text: str, *, fresh: bool = False) -> None:
    """Draw *Copy receipt* and *Download* for grant `number`; a `fresh` one takes the cursor, once."""
    _COPYING(
        key=f"cb_copy_{place}_{number}",
        data={"number": number, "text": text, "fresh": fresh},
        height="content",
    )
