"""The one place where errors become a person's words: what happened, what was kept, and what to do."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import AccessError, Refused
from kb.desk import DeskError
from kb.library import LibraryError, NoStarterPages, NotFound
from kb.particulars import StaffError
from kb.storage import StorageError
from pages.parts import states
from pages.parts.addresses import library_href
from pages.parts.markup import Html, join
from policies import CaseError, NoPolicy, PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOG: Final = logging.getLogger(__name__)
FORESEEN: Final = (AccessError, LibraryError, StorageError, PolicyError, StaffError, DeskError)
"""The bases of everything that the knowledge base and the engine raise on purpose."""


@contextmanager
def telling() -> Iterator[None]:
    """Run a piece of screen; whatever goes wrong in it is said calmly, in its place, never as a traceback.

    Streamlit's own signals (stop, rerun) are not exceptions in this sense and pass through.
    """
    try:
        yield
    except FORESEEN as error:
        _LOG.info("told plainly: %s", error)
        st.html(told(error))
    except Exception as error:  # noqa: BLE001 -- logged whole just below; the person gets words instead
        _LOG.error("a screen failed", exc_info=error)
        st.html(told(error))


def told(error: Exception) -> Html:
    """Say an error in a person's words."""
    for kind, say in _SAYINGS:
        if isinstance(error, kind):
            return say(error)
    return states.panel(
        "error",
        "Something went wrong on our side",
        "Nothing you did was lost, and nothing was changed. What happened is in Carebook's log.",
        "Try once more; if it happens again, tell whoever looks after Carebook what you were doing.",
        way=_ways_on(),
        tone="cb-broken",
    )


def _not_here(error: Exception) -> Html:
    return states.panel("travel_explore", "That is not here", str(error), way=_ways_on())


def _not_yours(error: Exception) -> Html:
    return states.panel("lock", "That is not yours to open", str(error), way=_ways_on(), tone="cb-refused")


def _no_policy(error: Exception) -> Html:
    what = error.message if isinstance(error, PolicyError) else str(error)
    return states.panel(
        "gavel",
        "There is no policy to decide by",
        what[:1].upper() + what[1:] + ".",
        "Until it is mended promise nothing, and ask your team lead.",
        way=join(
            [states.link("Open the policies", library_href("policy"), main=True), states.link("Desk", "/")]
        ),
        tone="cb-refused",
    )


def _bad_case(error: Exception) -> Html:
    what, hint = (error.message, error.hint) if isinstance(error, PolicyError) else (str(error), "")
    return states.panel("edit_note", "The case cannot be read", what, hint, tone="cb-refused")


def _not_open(error: Exception) -> Html:
    return states.panel(
        "menu_book",
        "The library could not be opened",
        str(error),
        "Whoever looks after this server can mend that; then load this page again.",
        tone="cb-broken",
    )


def _not_done(error: Exception) -> Html:
    return states.panel("error", "That did not work", str(error), way=_ways_on(), tone="cb-broken")


def _ways_on() -> Html:
    return join([states.link("To the desk", "/", main=True), states.link("Open the library", library_href())])


_SAYINGS: Final[tuple[tuple[type[Exception], Callable[[Exception], Html]], ...]] = (
    (NotFound, _not_here),
    (Refused, _not_yours),
    (NoPolicy, _no_policy),
    (CaseError, _bad_case),
    (NoStarterPages, _not_open),
    (StorageError, _not_open),
    *((kind, _not_done) for kind in FORESEEN),
)
"""What is said of each kind of error; the first that fits."""
