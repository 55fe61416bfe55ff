"""The remedy screen: what is known about a case, and beside it the verdict on every remedy, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import facts, states, verdict
from pages.parts.addresses import article_href, library_href, remedy_href
from pages.parts.markup import Html, join, tag
from pages.screens import ways
from pages.shell import identity, noting, opening, plainly, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kb.access import Actor
    from kb.app import App
    from policies import ComplaintType, Decision, Fact


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


@st.fragment(key="remedy_case")
def _case(complaint: str) -> None:
    with plainly.telling():
        app, actor = opening.opened(), identity.actor()
        kinds = {kind.key: kind for kind in ways.complaints(app, actor)}
        head = st.empty()
        asked = app.desk.facts(actor, complaint)
        with st.container(key="cb_case", horizontal=True, vertical_alignment="top", gap="large"):
            with st.container(key="cb_facts", gap="xsmall"):
                st.html(tag("h2", "What do you know?", class_="cb-label"))
                known = facts.ask(asked)
                decision = app.desk.decide(actor, complaint, known)
                with st.container(key="cb_glance"):
                    st.html(verdict.glance(decision))
            with st.container(key="cb_verdict"):
                st.html(_verdict(app, actor, decision, asked, known))
        head.html(_head(app, actor, kinds, complaint, known))


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


def _verdict(
    app: App, actor: Actor, decision: Decision, asked: tuple[Fact, ...], known: Mapping[str, str]
) -> Html:
    slug = decision.policy.slug
    still_open = len(asked) - len(known)
    role = decision.role.label.lower()
    practice = "" if actor.authority else " (for practice: you cannot grant anything yet)"
    rest = f" · {still_open} of {len(asked)} not known" if still_open else " · everything is known"
    return tag(
        "div",
        tag("h2", f"What {_article(role)} {role} may do{practice}{rest}", class_="cb-label"),
        verdict.board(decision, _resolver(app, actor, slug)),
        _source(decision),
        class_="cb-page",
    )


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def _resolver(app: App, actor: Actor, slug: str) -> Callable[[str], str | None]:
    def resolve(href: str) -> str | None:
        return app.library.address(actor, slug, href)

    return resolve


def _source(decision: Decision) -> Html:
    policy = decision.policy
    day = policy.effective
    since = f", in force since {day.day} {day:%b %Y}" if day else ""
    return tag(
        "p",
        "Decided by ",
        tag("a", policy.slug, href=article_href(policy.slug)),
        " at ",
        tag("code", policy.sha256[:8], title=policy.sha256),
        since,
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
