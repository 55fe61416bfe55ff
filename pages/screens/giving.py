"""The forms beside an offer: grant it, ask a higher role for it, or give outside policy with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kb.access import can
from pages.parts import money
from pages.parts.facts import plain
from pages.parts.phrases import lowered
from pages.shell import identity, opening, pressing

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.access import Actor
    from kb.app import App
    from kb.desk import Consultation, Offer

_FORM: Final = "_carebook_form"
OUTSIDE: Final = "outside"
_LONGEST: Final = 500


def opened(consultation: str) -> dict[str, Any] | None:
    """The form that is open for this consultation: its `kind`, `remedy` and the `key` of its one press."""
    form = st.session_state.get(_FORM)
    return form if form and form["consultation"] == consultation else None


def ways(consultation: Consultation, offer: Offer) -> None:
    """Draw what can be pressed for one offer; for practice nothing can."""
    if consultation.practice:
        return
    key, verdict = offer.verdict.remedy.key, offer.verdict
    if offer.may_grant:
        much = f" {money.amount(offer.grantable, verdict.currency)}" if offer.grantable else ""
        st.button(
            f"Grant{plain(much)}",
            key=f"cb_grant_{key}",
            type="primary",
            on_click=_open,
            args=("grant", consultation.id, key),
            help=f"Grant {plain(lowered(verdict.remedy.label))}",
        )
    if offer.ask is not None and not verdict.conflict:
        more = " for more" if offer.may_grant else ""
        st.button(
            f"Ask {plain(lowered(offer.ask.label))}{more}",
            key=f"cb_ask_{key}",
            on_click=_open,
            args=("ask", consultation.id, key),
            help=f"Ask for {plain(lowered(verdict.remedy.label))}",
        )


def form_of(app: App, actor: Actor, consultation: Consultation, offer: Offer) -> None:
    """Draw the form that is open for an offer, if there is one, and what became of its press."""
    key = offer.verdict.remedy.key
    form = opened(consultation.id)
    if form and form["remedy"] == key and form["kind"] != OUTSIDE:
        with st.container(key="cb_form"), st.form(key=f"cb_form_{form['key']}", border=False):
            if form["kind"] == "grant":
                _amount(offer, form, offer.grantable, "Amount")
                _duties(app.desk.obligations(actor, consultation.id, key), form)
                _buttons(f"Grant {plain(lowered(offer.verdict.remedy.label))}", _grant, form)
            else:
                _amount(offer, form, _most_to_ask(offer), "Amount to ask for")
                st.text_input("Note, for whoever decides", key=f"cb_note_{form['key']}", max_chars=_LONGEST)
                who = lowered(offer.ask.label) if offer.ask else "somebody"
                _buttons(f"Ask the {plain(who)}", _ask, form)
    pressing.said(_place(key))


def outside(actor: Actor, consultation: Consultation) -> None:
    """For managers: give what policy does not, with a written reason."""
    if not can(actor, "desk.except").allowed or consultation.practice:
        return
    offers = {
        offer.verdict.remedy.key: offer for offer in consultation.offers if offer.verdict.word != "never"
    }
    form = opened(consultation.id)
    if not form or form["kind"] != OUTSIDE:
        st.button(
            "Give outside policy",
            key="cb_outside",
            type="tertiary",
            icon=":material/edit_note:",
            on_click=_open,
            args=(OUTSIDE, consultation.id, ""),
        )
    else:
        with st.container(key="cb_form"), st.form(key=f"cb_form_{form['key']}", border=False):
            st.selectbox(
                "Remedy",
                list(offers),
                format_func=lambda key: offers[key].verdict.remedy.label,
                key=f"cb_remedy_{form['key']}",
            )
            st.text_input("Amount, where it is money", key=f"cb_amount_{form['key']}", autocomplete="off")
            st.text_input(
                "Why outside policy? It is kept, and offered to the policy's owner as a rule.",
                key=f"cb_note_{form['key']}",
                max_chars=_LONGEST,
            )
            _buttons("Give outside policy", _except, form)
    pressing.said(_place(OUTSIDE))


def _open(kind: str, consultation: str, remedy: str) -> None:
    st.session_state[_FORM] = {
        "kind": kind,
        "consultation": consultation,
        "remedy": remedy,
        "key": pressing.key(),
    }


def _shut() -> None:
    st.session_state.pop(_FORM, None)


def _most_to_ask(offer: Offer) -> int | None:
    """The limit of the one who would be asked; a start, which the agent lowers."""
    if not offer.verdict.remedy.in_money or offer.ask is None:
        return None
    limit = offer.verdict.limits[offer.ask.rank]
    return None if limit is None else max(0, limit - offer.granted)


def _amount(offer: Offer, form: dict[str, Any], minor: int | None, label: str) -> None:
    if offer.verdict.remedy.in_money:
        currency = offer.verdict.currency
        shown = currency.show(minor) if minor is not None else ""
        st.text_input(
            f"{label}, {currency.code}",
            value=shown,
            key=f"cb_amount_{form['key']}",
            max_chars=20,
            autocomplete="off",
        )


def _duties(duties: tuple[str, ...], form: dict[str, Any]) -> None:
    form["duties"] = duties
    for at, duty in enumerate(duties):
        st.checkbox(plain(duty), key=f"cb_duty_{form['key']}_{at}")


def _buttons(label: str, press: Callable[[dict[str, Any]], None], form: dict[str, Any]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button(label, type="primary", on_click=press, args=(form,))
        st.form_submit_button("Leave it", on_click=_shut)


def _place(remedy: str) -> str:
    return f"offer:{remedy}"


def _written(form: dict[str, Any], what: str) -> str:
    return str(st.session_state.get(f"cb_{what}_{form['key']}") or "").strip()


def _minor(form: dict[str, Any], remedy: str) -> tuple[bool, int | None]:
    """Whether the amount can be read, and what it is in minor units."""
    app, actor = opening.opened(), identity.actor()
    measured = {each.key: each.in_money for each in app.desk.remedies(actor)}
    if not measured.get(remedy):
        return True, None
    minor = money.read(_written(form, "amount"), app.desk.currency(actor))
    if not minor:
        words = f"“{_written(form, 'amount')}” is no amount; write it such as 12.50."
        pressing.refuse(_place(form["remedy"] or OUTSIDE), words)
    return bool(minor), minor


def _grant(form: dict[str, Any]) -> None:
    remedy = form["remedy"]
    fine, minor = _minor(form, remedy)
    if not fine:
        return
    duties = enumerate(form.get("duties", ()))
    confirmed = [duty for at, duty in duties if st.session_state.get(f"cb_duty_{form['key']}_{at}")]
    use = partial(
        opening.opened().desk.grant,
        identity.actor(),
        form["consultation"],
        remedy,
        minor,
        key=form["key"],
        confirmed=confirmed,
    )
    if pressing.press(_place(remedy), use):
        _shut()


def _ask(form: dict[str, Any]) -> None:
    remedy = form["remedy"]
    fine, minor = _minor(form, remedy)
    if not fine:
        return
    use = partial(
        opening.opened().approvals.ask,
        identity.actor(),
        form["consultation"],
        remedy,
        minor,
        key=form["key"],
        note=_written(form, "note"),
    )
    if pressing.press(_place(remedy), use):
        _shut()


def _except(form: dict[str, Any]) -> None:
    remedy = _written(form, "remedy")
    fine, minor = _minor({**form, "remedy": remedy}, remedy)
    if not fine:
        pressing.refuse(_place(OUTSIDE), "Write an amount such as 12.50.")
        return
    use = partial(
        opening.opened().exceptions.grant,
        identity.actor(),
        form["consultation"],
        remedy,
        minor,
        key=form["key"],
        reason=_written(form, "note"),
    )
    if pressing.press(_place(OUTSIDE), use):
        _shut()
