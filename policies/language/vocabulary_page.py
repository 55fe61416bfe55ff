"""The vocabulary page: its tables read into a `Vocabulary`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from policies.currency import Currency
from policies.label import key_of, listed, suggestion, tidy
from policies.language.facts_table import read_facts
from policies.language.sheet import Heading, find_sheet
from policies.problem import Refusal
from policies.vocabulary import Budget, ComplaintType, Remedy, Role, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from policies.language.markdown import Section
    from policies.language.sheet import Line, Sheet
    from policies.page import Page
    from policies.problem import Findings

REMEDIES = Heading("Remedies", ("Remedy",), ("Kind", "Measured in", "Say"))
AUTHORITY = Heading("Authority", ("Role",), ("Who",))
BUDGETS = Heading("Budgets", ("Budget", "Remedies", "Limit"), ("Per", "Window"), required=False)
COMPLAINTS = Heading("Complaint types", ("Complaint type",), ("Customer says", "Playbook"), required=False)

_WINDOW = re.compile(r"([0-9]{1,5}) ?(day|week|month|year)s?", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class VocabularyReader:
    """Reads one vocabulary page; whatever cannot be read is noted and left out."""

    def __init__(self, page: Page, sections: Sequence[Section], findings: Findings) -> None:
        self.page = page
        self.sections = sections
        self.findings = findings
        self.unreadable: set[str] = set()

    def read(self, effective: date | None) -> Vocabulary:
        """Return the vocabulary: all that could be read of it."""
        currency = self._currency()
        facts = read_facts(self.sections, currency, self.findings, self.unreadable, self.page.body_line)
        remedies = tuple(self._remedies())
        return Vocabulary(
            slug=self.page.slug,
            path=self.page.path,
            sha256=self.page.sha256,
            effective=effective,
            currency=currency,
            facts=facts,
            remedies=remedies,
            roles=tuple(self._roles()),
            budgets=tuple(self._budgets(remedies, currency)),
            complaints=self._complaints(),
            unreadable=frozenset(self.unreadable),
        )

    def _currency(self) -> Currency:
        code = str(self.page.meta.get("currency") or "").strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", code):
            line = self.page.line_of("currency")
            what = f"`{code}` is not a currency" if code else "the front matter states no currency"
            self.findings.error("bad-currency", line, what, "write a code of ISO 4217, as in `currency: GBP`")
            return Currency("XXX")
        return Currency(code)

    def _sheet(self, heading: Heading) -> Sheet | None:
        sheet = find_sheet(heading, self.sections, self.findings, self.page.body_line)
        for label in sheet.extra.values() if sheet else ():
            names = (*heading.needed, *heading.optional)
            hint = suggestion(label, names) or f"the columns are {listed(names)}"
            self.findings.error(
                "unknown-column", sheet.line if sheet else 1, f"no column `{label}` here", hint
            )
        return sheet

    def _named(self, heading: Heading) -> list[tuple[str, str, Line]]:
        """Return key, label and row of every row with a fresh label in the first column."""
        named: dict[str, tuple[str, str, Line]] = {}
        sheet = self._sheet(heading)
        if sheet and not sheet.lines and heading.required:
            self.findings.error(
                "empty-table", sheet.line, f"the table under `{heading.title}` has no row", "add one"
            )
        for row in sheet or ():
            label = row.prose(heading.needed[0])
            key = key_of(label)
            if not key:
                self.findings.error(
                    "missing-label",
                    row.line,
                    f"a row of `{heading.title}` without a name",
                    "name it, or delete the row",
                )
            elif key in named:
                self.findings.error(
                    "duplicate-label",
                    row.line,
                    f"`{label}` stands twice under `{heading.title}`",
                    "delete one, or rename it",
                )
            else:
                named[key] = (key, label, row)
        return list(named.values())

    def _remedies(self) -> list[Remedy]:
        found = []
        for key, label, row in self._named(REMEDIES):
            measured = row.text("Measured in").lower() or "none"
            if measured in ("-", "\u2014"):
                measured = "none"
            if measured not in ("money", "none"):
                self.unreadable.add(key)
                message = f"`{label}` cannot be measured in `{measured}`"
                self.findings.error("bad-measure", row.line, message, "write `money` or `none`")
                continue
            unit = cast('Literal["money", "none"]', measured)
            found.append(Remedy(key, label, row.prose("Kind"), unit, row.prose("Say")))
        return found

    def _roles(self) -> list[Role]:
        named = self._named(AUTHORITY)
        return [Role(key, label, row.prose("Who"), rank) for rank, (key, label, row) in enumerate(named)]

    def _budgets(self, remedies: tuple[Remedy, ...], currency: Currency) -> list[Budget]:
        found = []
        for key, label, row in self._named(BUDGETS):
            try:
                keys = self._budget_remedies(row, remedies)
                days, limit = _window(row.text("Window")), currency.minor(row.text("Limit"))
            except Refusal as refusal:
                self.findings.refuse(refusal, row.line)
                continue
            if limit < 0:
                self.findings.error(
                    "negative-limit",
                    row.line,
                    f"the limit of `{label}` is less than nothing",
                    "write it without the minus",
                )
                continue
            found.append(Budget(key, label, keys, row.prose("Per"), row.text("Window"), days, limit))
        return found

    def _budget_remedies(self, row: Line, remedies: tuple[Remedy, ...]) -> tuple[str, ...]:
        measured = {remedy.key: remedy.in_money for remedy in remedies}
        keys = [key_of(name) for name in row.text("Remedies").split(",")]
        for key, name in zip(keys, row.text("Remedies").split(","), strict=True):
            if key in self.unreadable:
                continue
            if key not in measured:
                hint = suggestion(name, (remedy.label for remedy in remedies))
                raise Refusal("unknown-remedy", f"no remedy `{name.strip()}`", hint or "see `Remedies`")
            if not measured[key]:
                raise Refusal(
                    "unmeasured-budget", f"`{name.strip()}` is not measured in money", "leave it out"
                )
        return tuple(keys)

    def _complaints(self) -> tuple[ComplaintType, ...] | None:
        if not any(key_of(section.title) == key_of(COMPLAINTS.title) for section in self.sections):
            return None
        found = []
        for key, label, row in self._named(COMPLAINTS):
            says = tuple(said for part in row.cell("Customer says").text.split(";") if (said := tidy(part)))
            playbook = row.cell("Playbook")
            href = playbook.links[0][1] if playbook.links else tidy(playbook.text) or None
            found.append(ComplaintType(key, label, says, href, line=row.line))
        return tuple(found)


def _window(text: str) -> int | None:
    if text in ("", "-", "\u2014"):
        return None
    found = _WINDOW.fullmatch(text)
    if not found:
        raise Refusal("bad-window", f"`{text}` is not a period", "write `90 days`, `12 months` or `1 year`")
    return int(found[1]) * _DAYS[found[2].lower()]
