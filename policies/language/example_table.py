"""Worked examples: cases on the page with what should come out, read and executed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.derivation import derive
from policies.errors import BadFact
from policies.label import key_of, listed, suggestion
from policies.language.cell import BLANK
from policies.language.policy_page import fact_columns
from policies.language.sheet import Heading, find_sheet
from policies.problem import Refusal
from policies.reasoning.case import read_value
from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.language.markdown import Section
    from policies.language.sheet import Line
    from policies.policy import Policy
    from policies.problem import Findings
    from policies.reasoning.verdict import Verdict
    from policies.spans import Value
    from policies.vocabulary import Remedy, Role, Vocabulary

EXAMPLES = Heading(
    "Worked examples", ("Remedy", "Expect"), ("Example", "Role", "Rule"), required=False, blocks=False
)
_EXPECT = re.compile(r"(must|may|needs|never|none|depends)(?: (.+))?", re.IGNORECASE)
HINT = "write `must 40.00`, `may 10`, `needs <role> 50`, `never`, `none` or `depends`"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an example expects: the word, the role it needs, and the amount in minor units (None: not
    asserted)."""

    text: str
    word: str
    role: Role | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A row of the Worked examples: a case, who asks for what, and what should come out, by which rules."""

    name: str
    line: int
    known: Mapping[str, Value]
    role: Role
    remedy: Remedy
    expect: Expectation
    rules: tuple[str, ...]


def read_examples(
    sections: Sequence[Section], vocabulary: Vocabulary, findings: Findings
) -> tuple[Example, ...]:
    """Return the examples of a page; what cannot be read is noted, and keeps nobody from deciding."""
    sheet = find_sheet(EXAMPLES, sections, findings, 1)
    if sheet is None or not vocabulary.roles:
        return ()
    facts = fact_columns(sheet, vocabulary, findings)
    examples = []
    for number, row in enumerate(sheet, start=1):
        try:
            examples.append(_example(row, number, facts, vocabulary))
        except Refusal as refusal:
            findings.refuse(refusal, row.line, blocks=False)
    return tuple(examples)


def run_examples(policy: Policy, findings: Findings) -> None:
    """Decide every example of a policy, and note those that come out otherwise than they say."""
    rule_ids = {rule.id.lower() for rule in policy.rules}
    for example in policy.examples:
        for name in example.rules:
            if name.lower() not in rule_ids:
                hint = suggestion(name, (rule.id for rule in policy.rules)) or "name a rule of this page"
                findings.error("unknown-rule", example.line, f"no rule `{name}`", hint, blocks=False)
        verdict = decide(policy, example.role, example.known).verdict(example.remedy.key)
        if not _met(example, verdict):
            expected = example.expect.text + (f" by {listed(example.rules)}" if example.rules else "")
            message = f"`{example.name}` expects {expected}; got {_got(verdict)}"
            findings.error(
                "example-failed", example.line, message, "mend the rules or the example", blocks=False
            )


def _example(row: Line, number: int, facts: dict[str, Fact], vocabulary: Vocabulary) -> Example:
    remedy = vocabulary.remedy_at.get(key_of(row.text("Remedy")))
    if remedy is None:
        names = [remedy.label for remedy in vocabulary.remedies]
        hint = suggestion(row.text("Remedy"), names) or f"one of {listed(names[:20])}"
        raise Refusal("unknown-remedy", f"no remedy `{row.text('Remedy')}`", hint)
    rules = row.text("Rule")
    return Example(
        name=row.prose("Example") or f"example {number}",
        line=row.line,
        known=_known(row, facts, vocabulary),
        role=_role(row.text("Role"), vocabulary),
        remedy=remedy,
        expect=_expectation(row.text("Expect"), vocabulary),
        rules=() if rules in BLANK else tuple(part.strip() for part in rules.split(",")),
    )


def _known(row: Line, facts: dict[str, Fact], vocabulary: Vocabulary) -> Mapping[str, Value]:
    """Return the facts a row states and those that follow from them, as far as that needs no day."""
    texts = {key: row.text(fact.label) for key, fact in facts.items()}
    try:
        known = {key: read_value(text, facts[key]) for key, text in texts.items() if text not in BLANK}
        return derive(known, vocabulary, today=None)
    except BadFact as error:
        raise Refusal("bad-fact", error.message, error.hint) from None


def _role(text: str, vocabulary: Vocabulary) -> Role:
    if text in BLANK:
        return vocabulary.roles[0]
    role = vocabulary.role_at.get(key_of(text))
    if role is None:
        names = [role.label for role in vocabulary.roles]
        hint = suggestion(text, names) or f"one of {listed(names[:20])}"
        raise Refusal("unknown-role", f"no role `{text}`", hint)
    return role


def _expectation(text: str, vocabulary: Vocabulary) -> Expectation:
    found = _EXPECT.fullmatch(text)
    if not found:
        raise Refusal("bad-expectation", f"`{text}` is not a verdict", HINT)
    word, rest = found[1].lower(), (found[2] or "").strip()
    if word == "needs":
        role_text, amount = _role_and_amount(rest, vocabulary)
        return Expectation(text, word, _role(role_text, vocabulary), amount)
    if rest and word not in ("must", "may"):
        raise Refusal("bad-expectation", f"`{word}` has no amount", HINT)
    return Expectation(text, word, None, vocabulary.currency.minor(rest) if rest else None)


def _role_and_amount(rest: str, vocabulary: Vocabulary) -> tuple[str, int | None]:
    if not rest:
        raise Refusal("bad-expectation", "`needs` whom?", HINT)
    if key_of(rest) in vocabulary.role_at:
        return rest, None
    role, _, amount = rest.rpartition(" ")
    if role and key_of(role) in vocabulary.role_at:
        return role, vocabulary.currency.minor(amount)
    return rest, None


def _met(example: Example, verdict: Verdict) -> bool:
    expect = example.expect
    if verdict.word != expect.word or (expect.role and expect.role != verdict.needs_role):
        return False
    if expect.amount is not None and expect.amount != _amount(verdict):
        return False
    return {name.lower() for name in example.rules} <= {rule.id.lower() for rule in verdict.rules}


def _amount(verdict: Verdict) -> int | None:
    """Return the amount an example speaks of: the entitlement, the role's own limit, or that of the role it
    needs."""
    if verdict.word == "must":
        return verdict.entitled
    if verdict.word == "needs" and verdict.needs_role:
        return verdict.limits[verdict.needs_role.rank]
    return verdict.limit


def _got(verdict: Verdict) -> str:
    words: list[str] = [verdict.word]
    if verdict.word == "needs" and verdict.needs_role:
        words.append(verdict.needs_role.label)
    if (amount := verdict.show(_amount(verdict))) is not None:
        words.append(amount)
    if verdict.missing:
        words.append("with " + listed(fact.label for fact in verdict.missing) + " missing")
    if verdict.rules:
        words.append("by " + listed(rule.id for rule in verdict.rules[:10]))
    return " ".join(words)
