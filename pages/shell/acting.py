"""Doing something at the click of a button, and saying on the next drawing of the screen how it went."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.particulars import Unfit
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.shell import plainly

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG: Final = logging.getLogger(__name__)
_OUTCOME: Final = "_carebook_outcome"
_UNFIT: Final = "_carebook_unfit"


def attempt(use: Callable[..., object], *args: object, done: str = "") -> bool:
    """Do something; what goes wrong is kept to be told by `tell`, and so is `done` where it went well.

    What is wrong with the words in a form is for `unfit`, beside the form.

    Streamlit shows an error in a callback as it is, traceback and all: so callbacks go through here.
    """
    try:
        use(*args)
    except Unfit as error:
        st.session_state[_UNFIT] = str(error)
        return False
    except Exception as error:  # noqa: BLE001 -- told in words just below, and logged where unforeseen
        if not isinstance(error, plainly.FORESEEN):
            _LOG.error("an act failed", exc_info=error)
        st.session_state[_OUTCOME] = plainly.told(error)
        return False
    if done:
        said = tag("p", icon("check_circle"), tag("span", done), class_="cb-done", role="status")
        st.session_state[_OUTCOME] = tag("div", said, class_="cb-page")
    return True


def tell() -> None:
    """Say how the last act went, once."""
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome is not None:
        st.html(Html(outcome))


def unfit() -> str:
    """Return what was wrong with the form that was sent, once; empty where nothing was."""
    return str(st.session_state.pop(_UNFIT, ""))
