"""Boundary examples: worked examples at every cut of every condition, ready to paste into the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.advice.filling import Filling, acting_on
from policies.advice.steps import step_of
from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.policy import Policy
    from policies.reasoning.column import Column
    from policies.reasoning.verdict import Verdict
    from policies.rule import Condition, Rule
    from policies.spans import Value
    from policies.vocabulary import Role

_LITERAL = re.compile(r"-?[0-9]{4}-[0-9]{2}-[0-9]{2}|-?[0-9]*\.?[0-9]+")
_MARKUP = re.compile(r"([\\`*_\[\]<>|~&!])")


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """A complete case beside or on a cut of one condition of `rule`, and who asks."""

    rule: Rule
    name: str
    known: Mapping[str, Value]
    role: Role


def boundary_examples(policy: Policy) -> str:
    """Return a Markdown table in the form of `Worked examples`: what the policy now answers at every cut.

    For every end of every condition there is a case one step below, one on, and one above it (a minor unit, a
    day, one of the last decimal written); for choices and yes/no every value. The other facts are filled so
    that the rule decides where it can. Each case stands once. The table passes when pasted, and says what the
    rules say, not what they ought to say: whoever pastes it should read it.
    """
    facts = policy.facts
    head = ["Example", *(fact.label for fact in facts), "Role", "Remedy", "Expect", "Rule"]
    rows = [head, ["---"] * len(head)]
    for case in boundary_cases(policy):
        verdict = decide(policy, case.role, case.known).verdict(case.rule.remedy.key)
        values = [fact.show(case.known[fact.key]) for fact in facts]
        cells = [
            case.name,
            *values,
            case.role.label,
            case.rule.remedy.label,
            expected(verdict),
            _rules(verdict),
        ]
        rows.append([_MARKUP.sub(r"\\\1", cell) for cell in cells])
    rows[0] = [_MARKUP.sub(r"\\\1", cell) for cell in head]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def boundary_cases(policy: Policy) -> Iterator[BoundaryCase]:
    """Yield the cases of `boundary_examples`, rule by rule, each once for a role and a remedy."""
    columns = {column.fact.key: column for column in policy.columns}
    seen: set[tuple[str, str, tuple[Value, ...]]] = set()
    for rule in policy.rules:
        filling, role = Filling(policy, rule), acting_on(rule, policy)
        base, _ = filling.case({})
        cases = [(rule.id, base)]
        for condition in rule.conditions:
            fact = condition.fact
            for value in values_at_cuts(condition, columns[fact.key]):
                known = {**base, fact.key: value}
                if value in condition.accepts:
                    known = _filled(filling, known, fact.key)
                cases.append((f"{rule.id}: {fact.label} {fact.show(value)}", known))
        for name, known in cases:
            key = (role.key, rule.remedy.key, tuple(known[fact.key] for fact in policy.facts))
            if key not in seen:
                seen.add(key)
                yield BoundaryCase(rule, name, known, role)


def values_at_cuts(condition: Condition, column: Column) -> tuple[Value, ...]:
    """Return the values below, on and above every end that a condition names, within the domain."""
    fact = condition.fact
    if fact.type in ("choice", "yes/no") and not fact.ordered:
        return tuple(range(len(fact.values))) if fact.type == "choice" else (0, 1)
    step = step_of(column)
    found: set[Value] = set()
    for value in _named(condition):
        found |= {value} if fact.type == "choice" else {value - step, value, value + step}
    return tuple(sorted(value for value in found if value in fact.domain))


def expected(verdict: Verdict) -> str:
    """Return a verdict as the `Expect` column has it: `must 44.95`, `needs lead 50.00`, `none`."""
    if verdict.word == "needs" and verdict.needs_role:
        words, amount = f"needs {verdict.needs_role.label}", verdict.limits[verdict.needs_role.rank]
    else:
        words, amount = verdict.word, verdict.entitled if verdict.word == "must" else verdict.limit
    shown = verdict.show(amount)
    return words if shown is None else f"{words} {shown}"


def _filled(filling: Filling, known: dict[str, Value], key: str) -> dict[str, Value]:
    """Return a case as it is where the rule decides, or else one with the same value where it does."""
    known, decides = filling.case(known)
    return known if decides else filling.case({key: known[key]})[0]


def _named(condition: Condition) -> Iterator[Value]:
    """Yield the values that a condition's ends name; of an ordered choice those on either side of each."""
    fact = condition.fact
    if fact.type == "choice":
        yield from (value for cut, _ in condition.accepts.cuts for value in (int(cut) - 1, int(cut)))
    else:
        for end in condition.text.split(".."):
            yield from (fact.read(text) for text in _LITERAL.findall(end))


def _rules(verdict: Verdict) -> str:
    names = [rule.id for rule in verdict.rules]
    return "" if any("," in name for name in names) else ", ".join(names)
