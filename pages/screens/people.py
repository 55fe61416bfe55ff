"""People: who may sign in and as what, for managers; and who has read what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import states
from pages.parts.addresses import people_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.screens import person_form, reading_tables
from pages.shell import acting, identity, opening, theme
from pages.shell.top import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.staff import StaffMember


def show() -> None:
    """Draw the list, and beside it the person that the address names."""
    theme.title("People")
    app, actor = opening.opened(), identity.actor()
    members = app.staff.everyone(actor)
    wanted = st.query_params.get("person", "").strip()
    member = next((each for each in members if str(each.id) == wanted), None)
    st.html(_head(members))
    acting.tell()
    with st.container(key="cb_people", horizontal=True, gap="large", vertical_alignment="top"):
        with st.container(key="cb_people_list", gap="small"):
            st.html(_list(members, member))
        if member is not None or wanted == "new":
            with st.container(key="cb_person_form", gap="small"):
                person_form.show(member)
        elif wanted:
            with st.container(key="cb_person_form"):
                said = tag("span", "Nobody on the list has this address; they may never have been here.")
                st.html(tag("div", tag("p", icon("info"), said, class_="cb-warning"), class_="cb-page"))
    reading_tables.show()


def _head(members: Sequence[StaffMember]) -> Html:
    active = sum(member.active for member in members)
    return tag(
        "header",
        tag(
            "div",
            tag("h1", "People"),
            tag("p", f"{counted(active, 'colleague')} may sign in. A change works at their next click."),
        ),
        states.link("Add somebody", people_href("new"), main=True),
        class_="cb-page cb-head cb-head-way",
    )


def _list(members: Sequence[StaffMember], open_: StaffMember | None) -> Html:
    columns = ("Name", "Role", "Authority", "Team", "E-mail")
    head = tag("tr", join(tag("th", column, scope="col") for column in columns))
    body = join(_row(member, open_) for member in members)
    table = tag("table", tag("thead", head), tag("tbody", body), class_="cb-table")
    return tag(
        "div", table, class_="cb-page cb-table-scroll", role="region", tabindex="0", aria_label="People"
    )


def _row(member: StaffMember, open_: StaffMember | None) -> Html:
    name = tag(
        "a", member.name, href=people_href(member.id), aria_current="true" if member == open_ else None
    )
    gone = "" if member.active else tag("span", icon("block"), "left", class_="cb-badge")
    cells = (
        join([name, " ", gone]),
        ROLES.get(member.role, member.role),
        member.authority or "none",
        member.team or "",
        member.email,
    )
    look = " ".join(
        word for word, so in (("cb-gone", not member.active), ("cb-chosen", member == open_)) if so
    )
    return tag("tr", join(tag("td", cell) for cell in cells), class_=look or None)
