"""The remedies of a complaint type in words, and the table they make in a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """One rule in words: `who` may do it `when`, `how_much`, and what must be `provided`.

    The last two may be "". `effect` is what the rule says; `rule` its name on the policy page.
    """

    remedy: str
    effect: Literal["must", "may", "never"]
    who: str
    when: str
    how_much: str
    provided: str
    rule: str


@dataclass(frozen=True, slots=True)
class RemedySheet:
    """What the policy in force for one complaint type offers, in the vocabulary's order of remedies."""

    complaint: str
    label: str
    policy: str
    since: str
    lines: tuple[RemedyLine, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Why there is no table, in words for whoever reads the page."""

    words: str


SheetOf = Callable[[str, str, str], RemedySheet | Note]
"""Asked with the slug of the page, and the complaint and the role that the block names, each perhaps ""."""


def as_html(sheet: RemedySheet, policy_href: str) -> str:
    """Return the table; what it holds is escaped, and the page's sanitiser looks at it again."""
    groups = groupby(sheet.lines, key=lambda line: line.remedy)
    rows = "".join(_group(remedy, tuple(lines)) for remedy, lines in groups)
    label = escape(sheet.label)
    since = f", in force since {escape(sheet.since)}" if sheet.since else ""
    ask = f'<a href="/remedy?complaint={escape(sheet.complaint)}">Ask for a case</a>'
    source = (
        f'<p class="block-source">From the <a href="{escape(policy_href)}">policy for {label.lower()}</a>'
        f"{since}. {ask}.</p>"
    )
    head = f'<div class="remedies" role="region" aria-label="Remedies: {label}">'
    return f"{head}<table>{rows}</table>{source}</div>\n"


def _group(remedy: str, lines: Sequence[RemedyLine]) -> str:
    head = f'<th scope="row" rowspan="{len(lines)}">{escape(remedy)}</th>'
    return "".join(f"<tr>{head if not at else ''}{_cells(line)}</tr>" for at, line in enumerate(lines))


def _cells(line: RemedyLine) -> str:
    much = f" {escape(line.how_much)}" if line.how_much else ""
    provided = f"<br><em>Provided: {escape(line.provided)}</em>" if line.provided else ""
    what = f'<td class="{line.effect}"><strong>{escape(line.who)}</strong>{much}</td>'
    return f"{what}<td>{escape(line.when)}{provided}</td>"
