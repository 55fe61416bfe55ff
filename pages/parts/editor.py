"""The editor: Markdown as it is typed, sent to be saved whenever the fingers rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE: Final = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_EDITOR: Final = st.components.v2.component(
    "carebook_editor", html=_read("editor.html"), css=_read("editor.css"), js=_read("editor.js")
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from the browser: the text, the version that it was typed upon, and a rising number."""

    text: str
    version: int
    serial: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the editor is told: the text to begin with, and what became of the last one that was sent.

    A new `epoch` has the editor take `text` in place of what stands in it. `at` is when it was saved, as an
    ISO moment; `said` is why it was not.
    """

    draft: int
    epoch: int
    text: str
    version: int
    serial: int
    saved: bool
    at: str
    said: str
    locked: bool

    def as_data(self) -> dict[str, object]:
        """The answer as the editor's script takes it."""
        return {name: getattr(self, name) for name in self.__slots__}


def key(draft: int) -> str:
    """Where the session holds what was typed in a draft."""
    return f"cb_editor_{draft}"


def typed(draft: int) -> Typed | None:
    """Return what was typed last in a draft, None where nothing was, or what came is none of ours."""
    state: Mapping[str, Any] = st.session_state.get(key(draft)) or {}
    found = state.get("typed")
    if not isinstance(found, dict):
        return None
    text, version, serial = (found.get(name) for name in ("text", "version", "serial"))
    if not isinstance(text, str) or not isinstance(version, int) or not isinstance(serial, int):
        return None
    return Typed(text, version, serial)


def mount(answer: Answer) -> None:
    """Draw the editor."""
    _EDITOR(key=key(answer.draft), data=answer.as_data(), on_typed_change=lambda: None)
