"""Who is asking: the signed-in person, or in a demonstration the person that was picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit import config

from pages.parts import states
from pages.shell import exposure, opening, router

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App

_PICKED: Final = "_carebook_person"
_ACTOR: Final = "_carebook_actor"


def who_is_asking(app: App) -> Actor:
    """Return the person of this run, or show why there is none and stop.

    The person is looked up anew at every run, so that a role taken away is gone at once.
    """
    person = _picked(app) if demonstrating() else _signed_in(app)
    st.session_state[_ACTOR] = person.id
    return person


def actor() -> Actor:
    """Return the person of this run as they are now, for screens inside the frame and for fragments.

    Nothing is shown to whoever is gone since the frame was drawn, nor where no frame was drawn at all.
    """
    person = opening.opened().people.get(st.session_state.get(_ACTOR, 0))
    if person is None:
        states.nobody_here()
        st.stop()
    return person


def become(person: Actor) -> None:
    """In a demonstration, look at Carebook as somebody else from the next run on."""
    st.session_state[_PICKED] = person.id


def demonstrating() -> bool:
    """Tell whether no identity provider is configured, so that people are picked, not signed in."""
    try:
        return "auth" not in st.secrets
    except FileNotFoundError:
        return True


def _picked(app: App) -> Actor:
    reasons = _reasons_to_refuse()
    if reasons:
        states.refuse_demonstration(reasons)
        st.stop()
    people = app.people.everyone()
    if not people:
        states.nobody_known()
        st.stop()
    wanted = st.session_state.get(_PICKED)
    return next((person for person in people if person.id == wanted), people[0])


def _reasons_to_refuse() -> tuple[str, ...]:
    wanted = opening.settings().demonstration
    if wanted == "anywhere":
        return ()
    if wanted == "off":
        return ("demonstrations are switched off here (`CAREBOOK_DEMONSTRATION=off`)",)
    return exposure.reasons_to_refuse(
        config.get_option("server.address"), config.get_option("server.allowedHosts"), st.context.headers
    )


def _signed_in(app: App) -> Actor:
    if not st.user.get("is_logged_in"):
        router.mount(restore=False)
        states.ask_to_sign_in()
        st.stop()
    email = str(st.user.get("email") or "")
    vouched = (
        st.user.get("email_verified") is not False
    )  # a provider may pass on an address nobody has proved
    person = app.people.by_email(email) if email and vouched else None
    if person is None:
        states.refuse_stranger(email)
        st.stop()
    return person
