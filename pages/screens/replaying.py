"""Replay: a draft of a policy held against the decisions that were made, and what would have changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from kb.desk.hindsight import DraftRefused
from pages.parts import money
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.screens.steward_tables import section, table
from pages.shell import today

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.desk.hindsight import ReplayReport
    from kb.library.drafting import DraftCard

_WAYS = {"looser": "gives more", "tighter": "gives less", "otherwise": "gives something else"}


def show(app: App, actor: Actor) -> None:
    """Ask for a draft and a period, and say what would have changed."""
    drafts = {each.id: each for each in app.drafts.list(actor) if each.kind == "policy"}
    if not drafts:
        words = "There is no draft of a policy. Press Edit on one, and hold the change against the past here."
        st.html(
            tag("div", tag("p", icon("info"), tag("span", words), class_="cb-quiet-line"), class_="cb-page")
        )
        return
    asked = st.query_params.get("draft", "")
    chosen = (
        int(asked) if asked.isascii() and asked.isdigit() and int(asked) in drafts else next(iter(drafts))
    )
    now = today.today()
    form = st.form(key="cb_replay", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number = st.selectbox(
            "Draft",
            list(drafts),
            index=list(drafts).index(chosen),
            format_func=lambda key: _named(drafts[key]),
            key="cb_replay_draft",
        )
        since = st.date_input("From", value=now - timedelta(days=90), key="cb_replay_since")
        until = st.date_input("to", value=now, key="cb_replay_until")
        go = st.form_submit_button("Replay", type="primary", icon=":material/replay:")
    if go and number is not None:
        _replay(app, actor, number, since, until)


def _named(card: DraftCard) -> str:
    return f"{card.title or card.slug}, by {card.author}"


def _replay(app: App, actor: Actor, number: int, since: date, until: date) -> None:
    view = app.drafts.open(actor, number)
    bar = st.progress(0.0, "Reading the log…")

    def told(done: int, of: int) -> None:
        bar.progress(min(1.0, done / of) if of else 1.0, f"{done} of {of} decisions")

    path = view.card.path if view.card.new else f"{view.card.slug}.md"
    try:
        report = app.replays.replay(actor, path, view.text, since, until, told)
    except DraftRefused as why:
        words = str(why)
        st.html(
            tag("div", tag("p", icon("error"), tag("span", words), class_="cb-warning"), class_="cb-page")
        )
        return
    finally:
        bar.empty()
    _report(report)


def _report(report: ReplayReport) -> None:
    if not report.decisions:
        words = "Nothing was decided by it in this time, so there is nothing to hold it against."
        st.html(
            tag("div", tag("p", icon("info"), tag("span", words), class_="cb-quiet-line"), class_="cb-page")
        )
        return
    figures = [
        _figure(str(report.decisions), "decisions"),
        _figure(str(report.changed), "would change"),
        *(
            [_figure(str(sum(report.undecidable.values())), "could not be made")]
            if report.undecidable
            else []
        ),
    ]
    st.html(tag("div", tag("div", join(figures), class_="cb-figures"), class_="cb-page", role="status"))
    for why, many in report.undecidable.items():
        st.html(tag("div", tag("p", f"{counted(many, 'decision')}: {why}"), class_="cb-page"))
    if not report.changed:
        return
    show = report.currency
    section("By remedy", "What whoever asked might have given, before and with the draft.")
    table(
        [
            {
                "Remedy": each.remedy,
                "Changed": each.changed,
                "More": each.looser,
                "Less": each.tighter,
                "Otherwise": each.otherwise,
                "Before": money.amount(each.before, show),
                "With the draft": money.amount(each.after, show),
                "Were granted": each.granted,
                "Granted beyond it": money.amount(each.beyond, show),
            }
            for each in report.remedies
        ],
        "cb_replay_remedies",
    )
    for heading, shares, key in (
        ("By complaint", report.complaints, "cb_replay_complaints"),
        ("By person", report.actors, "cb_replay_actors"),
    ):
        section(heading, "How many of their decisions would change.")
        table([{"Who or what": name, "Changed": some, "Of": of} for name, (some, of) in shares.items()], key)
    section("Some of the cases", "To be looked at one by one.")
    table(
        [
            {
                "When": f"{each.at:%Y-%m-%d}" if each.at else "",
                "Who": each.actor,
                "Complaint": each.complaint,
                "The case": each.facts,
                "Remedy": each.remedy,
                "It": _WAYS[each.way],
                "Before": each.before,
                "With the draft": each.after,
            }
            for each in report.cases
        ],
        "cb_replay_cases",
    )


def _figure(number: str, words: str) -> Html:
    return tag("div", tag("b", number), tag("span", words), class_="cb-figure")
