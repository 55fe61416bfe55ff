"""Material symbols, from the font that Streamlit carries, always beside a word."""

from __future__ import annotations

from pages.parts.markup import Html, tag


def icon(name: str, class_: str = "") -> Html:
    """One symbol by its Material name, hidden from screen readers: the word beside it speaks."""
    return tag("span", name, class_=f"cb-icon {class_}".strip(), aria_hidden="true", translate="no")
