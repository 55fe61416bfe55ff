"""Who has read what, person by person: acknowledgements and paths; and what is wrong with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.shell import identity, opening
from pages.shell.top import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kb.library.learning import AcknowledgementRow, ProgressRow
    from policies import Problem


def show() -> None:
    """Draw the tables: each can be sorted, searched and downloaded."""
    app, actor = opening.opened(), identity.actor()
    _acknowledgements(app.acknowledgements.overview(actor))
    _progress(app.learning.progress(actor))
    _problems(app.learning.problems(actor))


def _acknowledgements(rows: Sequence[AcknowledgementRow]) -> None:
    st.html(_heading("Unread changes", _summary(rows)))
    if not rows:
        return
    order = {"changed since": 0, "never": 1, "acknowledged": 2}
    shown = [
        {
            "Team": row.team,
            "Person": row.person,
            "Role": ROLES.get(row.role, row.role),
            "Page": row.title,
            "State": row.state,
            "Acknowledged": f"revision {row.acknowledged}" if row.acknowledged else "",
            "Asked": f"revision {row.asked}",
            "When": _day(row.at),
        }
        for row in sorted(rows, key=lambda row: order[row.state])
    ]
    st.dataframe(shown, key="cb_unread", hide_index=True, height="content" if len(shown) < 12 else 400)


def _summary(rows: Sequence[AcknowledgementRow]) -> str:
    if not rows:
        return "No page asks to be acknowledged yet: one does that says `acknowledge: yes` on top."
    teams: dict[str, list[bool]] = {}
    for row in rows:
        teams.setdefault(row.team or "Without a team", []).append(row.state == "acknowledged")
    return "; ".join(f"{team}: {sum(done)} of {len(done)} acknowledged" for team, done in teams.items()) + "."


def _day(moment: datetime | None) -> str:
    """A moment as a day that sorts."""
    return f"{moment:%Y-%m-%d}" if moment else ""


def _progress(rows: Sequence[ProgressRow]) -> None:
    if not rows:
        return
    finished = sum(row.finished_at is not None for row in rows)
    st.html(_heading("Paths", f"{finished} of {counted(len(rows), 'journey')} finished."))
    shown = [
        {
            "Team": row.team,
            "Person": row.person,
            "Role": ROLES.get(row.role, row.role),
            "Path": row.title,
            "Steps done": row.done,
            "of": row.steps,
            "Questions right": row.right,
            "out of": row.checks,
            "Minutes left": row.minutes_left,
            "Finished": _day(row.finished_at),
        }
        for row in rows
    ]
    st.dataframe(shown, key="cb_progress", hide_index=True, height="content" if len(shown) < 12 else 400)


def _problems(problems: Sequence[Problem]) -> None:
    if not problems:
        return
    items = [
        tag(
            "li",
            tag("code", f"{problem.path}:{problem.line}"),
            " ",
            problem.message,
            f"; {problem.hint}" if problem.hint else "",
        )
        for problem in problems
    ]
    st.html(
        tag(
            "section",
            tag("h2", "Paths and questions to mend", class_="cb-label"),
            tag("ul", join(items), class_="cb-problems"),
            class_="cb-page cb-reading-table",
        )
    )


def _heading(words: str, about: str) -> Html:
    said = tag("p", icon("menu_book"), tag("span", about), class_="cb-about")
    return tag("section", tag("h2", words, class_="cb-label"), said, class_="cb-page cb-reading-table")
