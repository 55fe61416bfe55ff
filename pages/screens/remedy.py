"""The remedy screen: the next question about a case, and beside it what may be given, and the giving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.desk import Case
from kb.desk.ledger_facts import is_read
from pages.parts import facts, focus, states, verdict
from pages.parts.addresses import article_href, library_href, remedy_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.screens import answering, asking, given, giving, ways
from pages.shell import identity, noting, opening, plainly, pressing, pulse, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kb.access import Actor
    from kb.app import App
    from kb.desk import Consultation
    from policies import ComplaintType

_GOING_ON: Final = "_carebook_case"


def show() -> None:
    """Draw the case that the address describes."""
    app, actor = opening.opened(), identity.actor()
    kinds = {kind.key: kind for kind in ways.complaints(app, actor)}
    wanted = st.query_params.get("complaint", "").strip()
    kind = kinds.get(wanted)
    theme.title(f"Remedy: {kind.label}" if kind else "Remedy")
    if kind is None:
        st.html(_choose(kinds, wanted))
        return
    noting.opened(app, actor, f"remedy:{kind.key}")
    _case(kind.key)
    pulse.watch()


@st.fragment(key="remedy_case")
def _case(complaint: str) -> None:
    with plainly.telling():
        app, actor = opening.opened(), identity.actor()
        kinds = {kind.key: kind for kind in ways.complaints(app, actor)}
        labels = {remedy.key: remedy.label for remedy in app.desk.remedies(actor)}
        head = st.empty()
        asking.show(app, actor, "case", labels)
        asked = [fact for fact in app.desk.facts(actor, complaint) if not is_read(fact)]
        with st.container(key="cb_case", horizontal=True, vertical_alignment="top", gap="large"):
            with st.container(key="cb_facts", gap="xsmall"):
                references = answering.references()
                written = facts.written(asked)
                consultation = _consult(app, actor, complaint, written, references)
                chosen = answering.question(consultation, written)
                answering.draw(consultation, written, chosen)
                with st.container(key="cb_glance"):
                    st.html(verdict.glance(consultation.decision))
            with st.container(key="cb_verdict", gap="small"):
                done = _given(app, actor, consultation, labels)
                _verdict(app, actor, consultation, written)
        head.html(_head(app, actor, kinds, complaint, {**written.known, **references}))
        _put_cursor(consultation, chosen, done=done)
        if facts.written(asked).known != written.known:  # Back was pressed: the address says otherwise
            st.rerun()


def _consult(
    app: App, actor: Actor, complaint: str, written: facts.Written, references: Mapping[str, str]
) -> Consultation:
    """Decide the case, logged as one while the same case is answered step by step."""
    case = Case(
        complaint,
        written.known,
        references.get("customer"),
        references.get("order"),
        references.get("ticket"),
    )
    before = st.session_state.get(_GOING_ON)
    about = (actor.id, complaint)
    blank = not written.known and not references
    same = (
        before is not None
        and before["about"] == about
        and not (blank and not before["blank"])
        and all(references.get(name, kept) == kept for name, kept in before["references"].items())
    )
    if not same:
        answering.anew()
    consultation = app.desk.consult(actor, case, before["id"] if before and same else None)
    st.session_state[_GOING_ON] = {
        "id": consultation.id,
        "about": about,
        "blank": blank,
        "references": dict(references),
    }
    return consultation


def _given(app: App, actor: Actor, consultation: Consultation, labels: Mapping[str, str]) -> int:
    """Draw what was granted in this case, each with its receipt, and return the newest, 0 for none."""
    pressing.said("given")
    if consultation.practice:
        return 0
    of_case = [entry for entry in given.of_today(app, actor) if entry.consultation == consultation.id]
    for entry in of_case:
        given.show(entry, "case", labels, fresh=entry is of_case[0])
    return of_case[0].id if of_case else 0


def _put_cursor(consultation: Consultation, chosen: str, *, done: int) -> None:
    form = giving.opened(consultation.id)
    if form:
        focus.mount(f"form:{form['key']}", ".st-key-cb_form")
    elif done:
        focus.mount(f"done:{done}", "")
    else:
        focus.mount(
            f"{consultation.id}:{chosen}",
            ".st-key-cb_question",
            ".st-key-cb_references",
        )


def _verdict(app: App, actor: Actor, consultation: Consultation, written: facts.Written) -> None:
    decision = consultation.decision
    resolve = _resolver(app, actor, decision.policy.slug)
    head = tag("h2", _title(consultation, written), class_="cb-label")
    st.html(tag("div", head, verdict.heard(decision), class_="cb-page"))
    if consultation.practice:
        st.html(_practice())
    offers = verdict.open_ones(consultation)
    for offer in offers:
        key = offer.verdict.remedy.key
        tone = verdict.FACES[offer.verdict.word].tone
        with st.container(key=f"cb_offer_{tone}_{key}", gap="xsmall"):
            row = f"cb_row_{key}"
            with st.container(key=row, horizontal=True, vertical_alignment="bottom", gap="small"):
                st.html(verdict.card(offer, resolve))
                with st.container(key=f"cb_ways_{key}", gap="xsmall"):
                    giving.ways(consultation, offer)
            giving.form_of(app, actor, consultation, offer)
    if not offers:
        st.html(verdict.nothing_yet(decision))
    rest = join([verdict.rest(decision, resolve), _source(consultation)])
    st.html(tag("div", rest, class_="cb-page"))
    giving.outside(actor, consultation)


def _title(consultation: Consultation, written: facts.Written) -> str:
    still_open = sum(fact.key not in written.known for fact in consultation.asked)
    role = consultation.decision.role.label.lower()
    practice = " (for practice)" if consultation.practice else ""
    many = len(consultation.asked)
    rest = f" · {still_open} of {many} not known" if still_open else " · everything is known"
    return f"What {_article(role)} {role} may do{practice}{rest}"


def _practice() -> Html:
    words = "You hold no authority yet, so there is nothing to press here. What you try out grants nothing."
    return tag("p", icon("school"), tag("span", words), class_="cb-page cb-nothing-yet")


def _head(
    app: App, actor: Actor, kinds: Mapping[str, ComplaintType], complaint: str, known: Mapping[str, str]
) -> Html:
    kind = kinds[complaint]
    playbook = ways.playbook_of(app, actor, kind)
    to_playbook = tag("a", "Open the playbook", href=playbook, class_="cb-quiet-link") if playbook else ""
    return tag(
        "header",
        tag("div", tag("h1", kind.label), to_playbook, class_="cb-case-title"),
        tag("nav", _chips(kinds, complaint, known), aria_label="Complaint types"),
        class_="cb-page cb-case-head",
    )


def _chips(kinds: Mapping[str, ComplaintType], chosen: str, known: Mapping[str, str]) -> Html:
    """The complaint types; going over to another keeps what is already known of the case."""
    chips = [
        tag(
            "li",
            tag(
                "a",
                kind.label,
                href=remedy_href(kind.key, known),
                class_="cb-chip cb-chip-small",
                aria_current="true" if kind.key == chosen else None,
            ),
        )
        for kind in kinds.values()
    ]
    return tag("ul", join(chips), class_="cb-chips")


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def _resolver(app: App, actor: Actor, slug: str) -> Callable[[str], str | None]:
    def resolve(href: str) -> str | None:
        return app.library.address(actor, slug, href)

    return resolve


def _source(consultation: Consultation) -> Html:
    policy, stamp = consultation.decision.policy, consultation.stamp
    day = policy.effective
    since = f", in force since {day.day} {day:%b %Y}" if day else ""
    return tag(
        "p",
        "Decided by ",
        tag("a", policy.slug, href=article_href(policy.slug)),
        " at ",
        tag("code", policy.sha256[:8], title=policy.sha256),
        since,
        f", revision {stamp.revision}",
        class_="cb-source",
    )


def _choose(kinds: Mapping[str, ComplaintType], wanted: str) -> Html:
    if not kinds:
        panel = states.panel(
            "gavel",
            "There are no complaint types yet",
            "The vocabulary page names them, and each needs a policy. Until then, ask your team lead.",
            way=states.link("Open the policies", library_href("policy"), main=True),
        )
        return tag("div", panel, class_="cb-page")
    unknown = (
        tag("p", "There is no complaint type ", tag("code", wanted), ". Pick the nearest.") if wanted else ""
    )
    chips = [
        tag(
            "li",
            tag("h3", tag("a", kind.label, href=remedy_href(kind.key))),
            tag("p", "“" + "”, “".join(kind.says[:2]) + "”") if kind.says else "",
            class_="cb-card",
        )
        for kind in kinds.values()
    ]
    head = tag(
        "header",
        tag("h1", "What went wrong?"),
        unknown
        or tag("p", "Pick the complaint, or ", tag("a", "search the customer's words", href="/"), "."),
        class_="cb-head",
    )
    return tag("div", head, tag("ul", join(chips), class_="cb-cards"), class_="cb-page")
