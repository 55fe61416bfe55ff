"""The bar at the top of every screen: the demonstration strip, the way around, and who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import can
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.shell import identity, opening

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

    from kb.access import Actor

_WAYS: Final = (("", "Desk", "/"), ("library", "Library", "/library"), ("start", "Start here", "/start"))
_UNDER: Final = {"article": "library", "edit": "library", "history": "library", "remedy": ""}
"""A screen without a place of its own in the bar, and the one it belongs to."""

ROLES: Final = {"agent": "Agent", "lead": "Team lead", "manager": "Manager", "starter": "New starter"}


_MANAGED: Final = (("people", "People", "/people"),)
"""Places in the bar for those alone who may open them."""


def show(actor: Actor, page: Page) -> None:
    """Draw the bar: brand and ways at the left, the person at the right."""
    if identity.demonstrating():
        st.html(_strip(actor))
    with st.container(key="cb_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(_ways(page.url_path, actor))
        _person(actor)


def _strip(actor: Actor) -> Html:
    who = tag("b", described(actor))
    return tag(
        "div",
        icon("science"),
        tag("b", "Demonstration"),
        tag("span", ": nobody signs in here", class_="cb-strip-more"),
        ". You see Carebook as ",
        who,
        ".",
        class_="cb-strip",
        role="note",
    )


def described(person: Actor) -> str:
    """A person with their role, said once where the name is the role already."""
    role = ROLES.get(person.role, person.role)
    return person.name if person.name == role else f"{person.name}, {role.lower()}"


def _ways(here: str, actor: Actor) -> Html:
    current = _UNDER.get(here, here)
    links = [
        tag("a", label, href=address, class_="cb-way", aria_current="page" if place == current else None)
        for place, label, address in (*_WAYS, *_more(actor))
    ]
    brand = tag(
        "a",
        tag("span", class_="cb-mark", aria_hidden="true"),
        tag("span", "Carebook", class_="cb-brand-name"),
        href="/",
        class_="cb-brand",
        aria_label="Carebook, to the desk",
    )
    return tag("nav", brand, join(links), class_="cb-ways", aria_label="Carebook")


def _more(actor: Actor) -> list[tuple[str, object, str]]:
    """The places that only some may open; approvals with how many wait for an answer."""
    found: list[tuple[str, object, str]] = []
    if can(actor, "desk.approve").allowed:
        waiting = sum(request.answerable for request in opening.opened().approvals.requests(actor, "open"))
        many = tag("span", waiting, class_="cb-waiting", aria_label=f"{waiting} waiting") if waiting else ""
        found.append(("approvals", join(["Approvals", many]), "/approvals"))
    if can(actor, "draft.review").allowed:
        waiting = len(opening.opened().reviews.queue(actor))
        many = tag("span", waiting, class_="cb-waiting", aria_label=f"{waiting} waiting") if waiting else ""
        found.append(("review", join(["Review", many]), "/review"))
        found.append(("stewardship", "Stewardship", "/stewardship"))
    return [*found, *(_MANAGED if can(actor, "people.manage").allowed else ())]


def _person(actor: Actor) -> None:
    if identity.demonstrating():
        people = {person.id: person for person in opening.opened().people.everyone()}
        chosen = st.menu_button(
            actor.name,
            list(people),
            format_func=lambda key: described(people[key]),
            icon=":material/person:",
            type="tertiary",
            key="cb_person",
        )
        if chosen is not None:
            identity.become(people[chosen])
            st.rerun()
        return
    if st.menu_button(actor.name, ["Sign out"], icon=":material/person:", type="tertiary", key="cb_person"):
        st.logout()
