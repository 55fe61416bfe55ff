"""The policy page: its Rules read into `Rule`s against a vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from policies.label import key_of, listed, suggestion
from policies.language.cell import BLANK, Test, looks_like_thousands
from policies.language.limit import LimitReader
from policies.language.sheet import Heading, find_sheet
from policies.problem import Refusal
from policies.rule import Clause, Condition, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.amount import Amount
    from policies.fact import Fact
    from policies.language.markdown import Section
    from policies.language.sheet import Line, Sheet
    from policies.problem import Findings
    from policies.rule import Effect
    from policies.vocabulary import Remedy, Role, Vocabulary

RULES = Heading("Rules", ("Rule", "Remedy", "Effect"), ("Who", "Up to", "Provided", "Because"))
LONGEST_NAME = 80
"""Characters of a rule's name."""
EFFECTS = ("must", "may", "never")


def fact_columns(sheet: Sheet, vocabulary: Vocabulary, findings: Findings) -> dict[str, Fact]:
    """Return the facts a table has columns for, in the table's order; other columns are noted as unknown."""
    facts: dict[str, Fact] = {}
    for key, label in sheet.extra.items():
        if key in vocabulary.fact_at:
            facts[key] = vocabulary.fact_at[key]
        elif key not in vocabulary.unreadable:
            names = [fact.label for fact in vocabulary.facts]
            hint = suggestion(label, [*names, *sheet.heading.needed, *sheet.heading.optional])
            hint = hint or "facts are declared in the vocabulary; a column `Notes` is free"
            blocks = sheet.heading.blocks
            findings.error("unknown-fact", sheet.line, f"no fact `{label}`", hint, blocks=blocks)
    return facts


class RuleReader:
    """Reads the Rules table of one page; equal cells are read once, so a table of thousands of rows is
    quick."""

    def __init__(self, vocabulary: Vocabulary, findings: Findings) -> None:
        self.vocabulary = vocabulary
        self.findings = findings
        self._tests: dict[tuple[str, str], Test | Refusal] = {}
        self._limits: dict[str, Amount | Refusal] = {}

    def read(self, sections: Sequence[Section], page_line: int) -> tuple[Rule, ...]:
        """Return the rules in the table's order, those with a problem left out."""
        sheet = find_sheet(RULES, sections, self.findings, page_line)
        if sheet is None:
            return ()
        if not sheet.lines and not self.findings.blocked:
            self.findings.error("no-rules", sheet.line, "a policy without a single rule", "add a row")
        facts = fact_columns(sheet, self.vocabulary, self.findings)
        seen: dict[str, int] = {}
        found = [self._rule(row, facts, seen) for row in sheet]
        return tuple(rule for rule in found if rule is not None)

    def _rule(self, row: Line, facts: dict[str, Fact], seen: dict[str, int]) -> Rule | None:
        name = self._name(row, seen)
        conditions = self._conditions(row, facts)
        remedy, effect, who = self._remedy(row), self._effect(row), self._who(row)
        limit = self._limit(row, remedy, effect)
        if effect == "never" and row.text("Who") not in BLANK:
            hint = "leave `Who` blank"
            self.findings.warn(
                "who-on-never", row.line, f"`{name}` forbids for everybody, whoever it names", hint
            )
        if remedy is None or effect is None or who is None:
            return None
        because = row.cell("Because")
        clauses = tuple(Clause(text, href) for text, href in because.links)
        if not clauses and row.prose("Because"):
            clauses = (Clause(row.prose("Because"), ""),)
        provided, text = row.prose("Provided"), row.text("Up to")
        return Rule(name, row.line, conditions, remedy, effect, who, limit, text, provided, clauses)

    def _name(self, row: Line, seen: dict[str, int]) -> str:
        name = row.prose("Rule")
        if not name:
            self.findings.error("missing-id", row.line, "a rule without a name", "name it, as in `D1`")
        elif (first := seen.setdefault(name.lower(), row.line)) != row.line:
            hint = f"the other stands on line {first}"
            self.findings.error("duplicate-rule", row.line, f"a second rule named `{name}`", hint)
        elif "," in name or len(name) > LONGEST_NAME:
            self.findings.error(
                "bad-id", row.line, f"`{name}` is no name for a rule", "a short name without commas"
            )
        return name

    def _conditions(self, row: Line, facts: dict[str, Fact]) -> tuple[Condition, ...]:
        found = []
        for key, fact in facts.items():
            test = self._test(row.cells[key].text, fact)
            if isinstance(test, Refusal):
                self.findings.error(test.code, row.line, f"{fact.label}: {test.message}", test.hint)
            elif test.accepts is not None:
                self._doubt(test, row)
                found.append(Condition(fact, test.text, test.accepts))
        return tuple(found)

    def _test(self, text: str, fact: Fact) -> Test | Refusal:
        known = self._tests.get((fact.key, text))
        if known is None:
            try:
                known = Test(text, fact)
            except Refusal as refusal:
                known = refusal
            self._tests[fact.key, text] = known
        return known

    def _doubt(self, test: Test, row: Line) -> None:
        if test.outside:
            what = f"{test.fact.label}: {listed(test.outside[:5])} cannot occur"
            self.findings.warn("outside-values", row.line, what, test.fact.within())
        if test.overlapping:
            one, other = test.overlapping
            what = f"{test.fact.label}: `{one}` and `{other}` overlap in one cell"
            hint = "write one range that holds both, or ranges that are apart"
            self.findings.warn("overlapping-ranges", row.line, what, hint)
        if test.fact.type in ("number", "money") and (doubtful := looks_like_thousands(test.text)):
            hint = (
                f"write `{doubtful.replace(',', '')}` for one number, `{doubtful.replace(',', ', ')}` for two"
            )
            self.findings.warn("maybe-thousands", row.line, f"`{doubtful}` is read as a list of two", hint)

    def _remedy(self, row: Line) -> Remedy | None:
        label = row.text("Remedy")
        remedy = self.vocabulary.remedy_at.get(key_of(label))
        if remedy is None and key_of(label) not in self.vocabulary.unreadable:
            names = [remedy.label for remedy in self.vocabulary.remedies]
            hint = suggestion(label, names) or (
                f"one of {listed(names[:20])}" if names else "see the vocabulary"
            )
            what = f"no remedy `{label}`" if label else "a rule without a remedy"
            self.findings.error("unknown-remedy", row.line, what, hint)
        return remedy

    def _effect(self, row: Line) -> Effect | None:
        written = row.text("Effect")
        if written.lower() in EFFECTS:
            return cast("Effect", written.lower())
        hint = suggestion(written, EFFECTS) or f"one of {listed(EFFECTS)}"
        what = f"no effect `{written}`" if written else "a rule without an effect"
        self.findings.error("unknown-effect", row.line, what, hint)
        return None

    def _who(self, row: Line) -> Role | None:
        written = row.text("Who")
        roles = self.vocabulary.roles
        if written in BLANK:
            return roles[0] if roles else None
        role = self.vocabulary.role_at.get(key_of(written))
        if role is None and roles:
            names = [role.label for role in roles]
            hint = suggestion(written, names) or f"one of {listed(names[:20])}"
            self.findings.error("unknown-role", row.line, f"no role `{written}`", hint)
        return role

    def _limit(self, row: Line, remedy: Remedy | None, effect: Effect | None) -> Amount | None:
        text = row.text("Up to")
        if remedy is None or effect is None:
            return None
        if text in BLANK:
            if remedy.in_money and effect != "never":
                message = f"`{remedy.label}` is measured in money, and this rule states no limit"
                hint = "write an amount, or `100% of` a fact; a blank is never unlimited"
                self.findings.error("missing-limit", row.line, message, hint)
            return None
        if effect == "never" or not remedy.in_money:
            why = "`never` has no limit" if effect == "never" else f"`{remedy.label}` is not measured"
            self.findings.error(
                "unused-limit", row.line, f"{why}, so `{text}` means nothing", "leave `Up to` blank"
            )
            return None
        limit = self._amount(text)
        if isinstance(limit, Refusal):
            self.findings.error(limit.code, row.line, f"Up to: {limit.message}", limit.hint)
            return None
        return limit

    def _amount(self, text: str) -> Amount | Refusal:
        if text not in self._limits:
            try:
                self._limits[text] = LimitReader(text, self.vocabulary).read()
            except Refusal as refusal:
                if refusal.code == "unknown-fact" and self._unreadable_in(text):
                    refusal = Refusal(
                        "bad-limit", "uses a fact whose own row has a problem", "mend the vocabulary first"
                    )
                self._limits[text] = refusal
        return self._limits[text]

    def _unreadable_in(self, text: str) -> bool:
        return any(key and key in key_of(text) for key in self.vocabulary.unreadable)
