"""The tables of stewardship: each can be sorted, searched and downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import can
from pages.parts import money
from pages.parts.addresses import new_page_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.screens import reading_tables
from pages.shell import acting, identity, opening
from policies.currency import Currency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App

_SOON: Final = 30
_TALL: Final = 12


def section(words: str, about: str) -> None:
    """A heading, with what it is about."""
    st.html(
        tag("section", tag("h2", words, class_="cb-label"), tag("p", about), class_="cb-page cb-stewarding")
    )


def table(rows: Sequence[dict[str, object]], key: str) -> None:
    """Rows to be sorted, searched and downloaded."""
    st.dataframe(
        list(rows), key=key, hide_index=True, height="content" if len(rows) < _TALL else 420, alt=key[3:]
    )


def library(app: App, actor: Actor) -> None:
    """Pages that are due or soon will be, who owns how many, and all problems of the library."""
    due = app.stewardship.due(actor, within_days=_SOON)
    late = sum(each.days > 0 for each in due)
    section("Reviews", f"{late} overdue, {len(due) - late} due within {_SOON} days.")
    if due:
        shown: list[dict[str, object]] = [
            {
                "Page": each.card.title,
                "Kind": each.card.kind,
                "Owner": each.card.owner or "",
                "Due": each.due.isoformat(),
                "Days over": each.days,
            }
            for each in due
        ]
        table(shown, "cb_reviews_due")
    _owners(app, actor)
    section(
        "Consistency",
        "Broken links, missing sections, owners and policies: all that can be found by reading.",
    )
    place = "_carebook_checked"
    st.button(
        "Check the whole library",
        key="cb_check",
        icon=":material/fact_check:",
        on_click=_check,
        args=(place,),
    )
    found = st.session_state.get(place)
    if found is not None:
        if not found:
            st.html(
                tag(
                    "div",
                    tag("p", icon("check_circle"), "Nothing is wrong.", class_="cb-clear"),
                    class_="cb-page",
                )
            )
        else:
            table(
                [
                    {
                        "Page": each.path,
                        "Line": each.line,
                        "Weight": each.severity,
                        "Problem": each.message,
                        "What to do": each.hint,
                    }
                    for each in found
                ],
                "cb_problems_found",
            )


def _check(place: str) -> None:
    def check() -> None:
        st.session_state[place] = opening.opened().checking.library(identity.actor())

    acting.attempt(check)


def _owners(app: App, actor: Actor) -> None:
    owners = app.stewardship.owners(actor)
    section("Owners", "Who answers for how many pages.")
    rows: list[dict[str, object]] = [
        {"Owner": name or "nobody", "Pages": many} for name, many in owners.items()
    ]
    table(rows, "cb_owners")
    if not can(actor, "article.assign").allowed or not owners:
        return
    form = st.form(key="cb_reassign", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Give the pages of", [name for name in owners if name], key="cb_owner_old")
        st.text_input("to", key="cb_owner_new", max_chars=120, autocomplete="off")
        st.form_submit_button("Give them", on_click=_reassign)


def _reassign() -> None:
    old, new = st.session_state.get("cb_owner_old"), st.session_state.get("cb_owner_new")

    def give() -> None:
        opening.opened().stewardship.reassign(identity.actor(), str(old or ""), str(new or ""))

    acting.attempt(give, done=f"The pages of {old} belong to {new} now.")


def gaps(app: App, actor: Actor) -> None:
    """What was looked for in vain, the most frequent first; each can be written or dismissed."""
    found = app.insight.gaps(actor)
    section(
        "Search gaps",
        f"{counted(len(found), 'gap')} open." if found else "Whatever people looked for, they found.",
    )
    if not found:
        return
    for gap in found[:10]:
        times = f"{gap.in_vain} in vain, {gap.again} searched again, {gap.reported} reported"
        note = tag("span", f" “{gap.note}”", class_="cb-note") if gap.note else ""
        words = join([tag("b", gap.words), " ", tag("span", times, class_="cb-fine"), note, " "])
        with st.container(
            key=f"cb_todo_gap_{gap.id}", horizontal=True, vertical_alignment="center", gap="small"
        ):
            way = tag("a", "Write this page", href=new_page_href(gap.id))
            st.html(tag("div", words, way, class_="cb-page cb-todo"))
            st.button("Dismiss", key=f"cb_dismiss_{gap.id}", on_click=_dismiss, args=(gap.id,))
    section("All of them", "To be sorted and taken elsewhere.")
    table(
        [
            {
                "Words": gap.words,
                "Times": gap.times,
                "In vain": gap.in_vain,
                "Searched again": gap.again,
                "Reported": gap.reported,
                "Last": f"{gap.last_at:%Y-%m-%d}",
            }
            for gap in found
        ],
        "cb_gaps",
    )


def _dismiss(gap: int) -> None:
    def dismiss() -> None:
        opening.opened().insight.dismiss_gap(identity.actor(), gap)

    acting.attempt(dismiss, done="The gap is dismissed.")


def unread(_app: App, _actor: Actor) -> None:
    """Who has read what."""
    reading_tables.show()


def desk(app: App, actor: Actor) -> None:
    """The ledger, cases without an answer, exceptions and how well it was put right."""
    if can(actor, "ledger.balance").allowed:
        _ledger(app, actor)
    _lacks(app, actor)
    if can(actor, "desk.except").allowed:
        _exceptions(app, actor)
    _scores(app, actor)


def _ledger(app: App, actor: Actor) -> None:
    balance = app.ledger.balance(actor)
    section("Remedies granted", "All that was given, less what was reversed.")
    figures: list[Html] = []
    for each in balance.sums:
        currency = Currency(each.currency)
        figures += [
            _figure(money.amount(each.net, currency), f"net, in {each.currency}"),
            _figure(str(each.grants), "grants"),
            _figure(str(each.reversals), "reversed"),
        ]
    if not figures:
        figures = [_figure("0", "grants so far")]
    st.html(tag("div", tag("div", join(figures), class_="cb-figures"), class_="cb-page"))
    over = [each for each in balance.budgets if each.spent > each.limit]
    if over:
        words = f"{counted(len(over), 'budget')} spent beyond the limit."
        st.html(
            tag("div", tag("p", icon("error"), tag("span", words), class_="cb-warning"), class_="cb-page")
        )
    st.download_button(
        "Download the ledger (CSV)",
        data=lambda: "".join(app.ledger.export(actor)),
        file_name="ledger.csv",
        mime="text/csv",
        icon=":material/download:",
        key="cb_ledger_csv",
        on_click="ignore",
    )


def _figure(number: str, words: str) -> Html:
    return tag("div", tag("b", number), tag("span", words), class_="cb-figure")


def _lacks(app: App, actor: Actor) -> None:
    found = app.unanswered.lacks(actor)
    about = (
        "Where policy offered nothing, or only somebody else could." if found else "Every case had an answer."
    )
    section("Cases without an answer", about)
    if found:
        table(
            [
                {
                    "Complaint": each.complaint,
                    "Times": each.many,
                    "Ended": "nothing to offer" if each.how == "nothing" else "referred",
                    "The case": "; ".join(f"{name}: {value}" for name, value in each.facts.items()),
                    "Policy": each.policy,
                    "Owner": each.owner or "",
                    "Last": f"{each.last:%Y-%m-%d}",
                }
                for each in found
            ],
            "cb_lacks",
        )


def _exceptions(app: App, actor: Actor) -> None:
    found = app.exceptions.proposals(actor)
    about = (
        "Given outside policy; each with the row that policy would need."
        if found
        else "Nothing was given outside policy."
    )
    section("Exceptions", about)
    for each in found[:20]:
        entry = each.entry
        said = (
            f"{entry.remedy}{f' {entry.shown}' if entry.shown else ''} for {entry.complaint}: {entry.reason}"
        )
        row = tag("pre", each.row, class_="cb-source-text", tabindex="0") if each.row else ""
        st.html(tag("div", tag("p", tag("b", said), class_="cb-todo"), row, class_="cb-page"))


def _scores(app: App, actor: Actor) -> None:
    found = app.outcomes.scores(actor)
    about = "From 1, not at all, to 5, wholly; the worst first." if found else "Nobody has been asked yet."
    section("Was it put right?", about)
    if found:
        table(
            [
                {"Complaint": each.complaint, "Answers": each.answered, "Average": round(each.average, 2)}
                | {str(score): count for score, count in enumerate(each.scores, 1)}
                for each in found
            ],
            "cb_scores",
        )
