"""The form of one person: add them, change what is on the list, let them go or take them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.particulars import ROLES
from pages.parts.icons import icon
from pages.parts.markup import tag
from pages.shell import acting, identity, opening
from pages.shell.top import ROLES as ROLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.access import Actor
    from kb.particulars import Field
    from kb.staff import StaffMember

_FIELDS: Final[tuple[Field, ...]] = ("name", "email", "role", "authority", "team")
_NONE: Final = ""


def show(member: StaffMember | None) -> None:
    """Draw the form of `member`, or an empty one for somebody new."""
    actor = identity.actor()
    who = member.id if member else 0
    st.html(tag("div", tag("h2", member.name if member else "Somebody new"), class_="cb-page cb-form-head"))
    ladder = opening.opened().staff.authorities(actor)
    with st.form(key=f"cb_person_{who}", border=False):
        _text("Name", "name", who, member.name if member else "")
        _text("E-mail, as they sign in with it", "email", who, member.email if member else "")
        role = member.role if member else "agent"
        st.selectbox(
            "Role in Carebook",
            ROLES,
            index=ROLES.index(role) if role in ROLES else 0,
            format_func=lambda key: ROLE_WORDS.get(key, key),
            key=_key("role", who),
        )
        known = member.authority if member else next(iter(ladder), _NONE)
        choices = list(dict.fromkeys((_NONE, *ladder, *([known] if known else []))))
        st.selectbox(
            "Authority, by the policies' ladder",
            choices,
            index=choices.index(known or _NONE),
            format_func=lambda key: key or "none: may grant nothing",
            key=_key("authority", who),
        )
        _text("Team", "team", who, (member.team or "") if member else "")
        _wrong()
        label = "Save" if member else "Add"
        st.form_submit_button(label, type="primary", on_click=_save, args=(member,))
    if member is not None:
        _standing(member)


def _text(label: str, field: Field, who: int, value: str) -> None:
    st.text_input(label, value=value, key=_key(field, who), max_chars=254, autocomplete="off")


def _key(field: Field, who: int) -> str:
    return f"cb_{field}_{who}"


def _save(drawn: StaffMember | None) -> None:
    who = drawn.id if drawn else 0
    given: dict[Field, str | None] = {field: st.session_state.get(_key(field, who)) for field in _FIELDS}
    staff, actor = opening.opened().staff, identity.actor()
    if drawn is None:
        if acting.attempt(staff.add, actor, given, done=f"{given['name']} may sign in from now on."):
            for field in _FIELDS:
                st.session_state.pop(_key(field, who), None)
            st.query_params.clear()
        return
    # Only what was changed on this screen: another manager may have changed the rest meanwhile.
    changed = {field: value for field, value in given.items() if (value or None) != getattr(drawn, field)}
    if changed:
        acting.attempt(staff.change, actor, who, changed, done=f"{drawn.name} is changed, from now on.")


def _wrong() -> None:
    said = acting.unfit()
    if said:
        words = tag("p", icon("error"), tag("span", said), class_="cb-unfit", role="alert")
        st.html(tag("div", words, class_="cb-page"))


def _standing(member: StaffMember) -> None:
    """Let somebody go, or take them back; either can be undone."""
    staff = opening.opened().staff
    if member.active:
        said, use, label = "may sign in no longer", staff.deactivate, "Let go"
        help_ = "They can sign in no longer. What they wrote and granted keeps their name."
    else:
        said, use, label = "may sign in again", staff.reactivate, "Take back"
        help_ = "They can sign in again, as who they were."
    st.button(
        label,
        key=f"cb_active_{member.id}",
        help=help_,
        on_click=_act,
        args=(use, member.id, f"{member.name} {said}."),
    )


def _act(use: Callable[[Actor, int], StaffMember], member: int, done: str) -> None:
    acting.attempt(use, identity.actor(), member, done=done)
