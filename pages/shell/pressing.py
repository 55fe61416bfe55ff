"""A press of a button that moves money: done once, and how it went is said in the place of the button."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.desk import DeskError
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.shell import plainly
from policies import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG: Final = logging.getLogger(__name__)
_SAID: Final = "_carebook_said"


def key() -> str:
    """Return a key for one press. Keep it with the form: the same form pressed twice acts once."""
    return secrets.token_hex(12)


def press(place: str, use: Callable[[], object], *, done: str = "") -> bool:
    """Do `use`, and keep for `said` at `place` what went wrong, or `done`; tell whether it went well."""
    try:
        use()
    except Exception as error:  # noqa: BLE001 -- told in words just below, and logged where unforeseen
        if not isinstance(error, plainly.FORESEEN):
            _LOG.error("an act failed", exc_info=error)
        refuse(place, _words(error))
        return False
    if done:
        _keep(place, tag("p", icon("check_circle"), tag("span", done), class_="cb-done", role="status"))
    else:
        _messages().pop(place, None)
    return True


def refuse(place: str, words: str) -> None:
    """Keep for `said` at `place` why nothing was done."""
    _keep(place, tag("p", icon("error"), tag("span", words), class_="cb-unfit", role="alert"))


def places() -> tuple[str, ...]:
    """Return the places for which something is kept."""
    return tuple(_messages())


def said(*places: str) -> None:
    """Say what was kept for these places, once."""
    messages = _messages()
    for place in places:
        message = messages.pop(place, None)
        if message is not None:
            st.html(tag("div", message, class_="cb-page cb-said"))


def _words(error: Exception) -> str:
    if isinstance(error, (DeskError, PolicyError)):
        return f"{error.message} {error.hint or ''}".strip().replace("`", "")
    if isinstance(error, plainly.FORESEEN):
        return str(error)
    return "Something went wrong on our side, and nothing was done. Press once more; it will act only once."


def _keep(place: str, message: Html) -> None:
    _messages()[place] = message


def _messages() -> dict[str, Html]:
    kept: dict[str, Html] = st.session_state.setdefault(_SAID, {})
    return kept
