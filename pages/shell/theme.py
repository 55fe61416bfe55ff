"""The look of every screen: the style sheet, and the page title with Carebook's own mark."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

_HERE: Final = Path(__file__).parent
_MARK: Final = _HERE / "mark.svg"
_SHEETS: Final = (
    "carebook.css",
    "furniture.css",
    "reading.css",
    "learning.css",
    "people.css",
    "stewarding.css",
    "deciding.css",
    "giving.css",
)


@cache
def style_sheet() -> str:
    """The whole style sheet, read once a process.

    Colours are written `light-dark(…)`, which follows the `color-scheme` that Streamlit sets, so
    both themes come from one sheet and switching needs no rerun.
    """
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SHEETS)


def furnish() -> None:
    """Put the style sheet on the page, before anything is drawn that needs it."""
    st.html(f"<style>{style_sheet()}</style>")


def title(text: str = "") -> None:
    """Name this screen in the browser's tab; the mark is a file, since icon names are fetched from afar."""
    st.set_page_config(
        page_title=f"{text} · Carebook" if text else "Carebook", page_icon=str(_MARK), layout="wide"
    )
