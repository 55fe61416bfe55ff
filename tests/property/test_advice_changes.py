"""The cheapest change against every change there is: decided one by one, the cheapest kept."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import World, cases, page, table, worlds
from test_policy_laws import DAY

from policies import Fact, Policy, Role, cheapest_change, read
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide
from policies.spans import Value

many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
MOST = 3000


@dataclass(frozen=True)
class Wish:
    """Somebody would like a remedy: the policy, who is asked, and what is known."""

    policy: Policy
    role: Role
    known: dict[str, Value]


@st.composite
def wishes(draw: st.DrawFn, most_missing: int) -> Wish:
    world = draw(worlds(most_facts=3))
    changeable = {fact.key for fact in world.facts if draw(st.booleans())}
    book = read((vocabulary_with(world, changeable), world.pages()[1]))
    assume(not any(problem.severity == "error" for problem in book.problems))
    policy = book.policy("late", DAY)
    known = read_case(draw(cases(world, most_missing)), policy.vocabulary)
    return Wish(policy, draw(st.sampled_from(policy.vocabulary.roles)), known)


def vocabulary_with(world: World, changeable: set[str]):
    facts = [
        {
            "Fact": fact.label,
            "Type": fact.type,
            "Values": fact.values,
            "Changeable": "yes" if fact.key in changeable else "no",
        }
        for fact in world.facts
    ]
    remedies = [{"Remedy": name, "Measured in": unit} for name, unit in world.remedies]
    body = (
        "## Facts\n" + table(facts, ("Fact", "Type", "Values", "Changeable"))
        + "\n## Remedies\n" + table(remedies, ("Remedy", "Measured in"))
        + "\n## Authority\n" + table([{"Role": role} for role in world.roles], ("Role",))
    )  # fmt: skip
    return page("vocabulary", body, {"currency": world.currency})


def every_value(policy: Policy, fact: Fact) -> list[Value]:
    """Every value of a fact: of numbers the multiples of the last decimal written, and middles."""
    low, high = fact.lowest, fact.highest
    assert low is not None
    assert high is not None
    if fact.type != "number":
        return list(range(int(low), int(high) + 1))
    written = {low, high}
    for rule in policy.rules:
        for condition in rule.conditions:
            if condition.fact is fact:
                written |= {value for value, _ in condition.accepts.cuts}
    finest = max(max(0, -int(Decimal(value).as_tuple().exponent)) for value in written)
    step = Decimal(10) ** -finest
    values: list[Value] = []
    at = Decimal(low)
    while at <= high:
        values.append(at)
        if at in written and at + step in written:
            values.append(at + step / 2)
        at += step
    return values


def cheapest_by_trying(wish: Wish, remedy: str) -> tuple[int, int, int, Fraction] | None:
    policy, known = wish.policy, wish.known
    used = {
        condition.fact.key
        for rule in policy.rules
        if rule.remedy.key == remedy
        for condition in rule.conditions
    }
    choices: list[list[tuple[str, Value | None]]] = []
    for fact in policy.facts:
        kept: list[tuple[str, Value | None]] = [(fact.key, known.get(fact.key))]
        if fact.key in used and (fact.changeable or fact.key not in known):
            kept += [(fact.key, value) for value in every_value(policy, fact)]
        choices.append(kept)
    roles = policy.vocabulary.roles[wish.role.rank :]
    tried = len(roles)
    for kept in choices:
        tried *= len(kept)
    assume(tried <= MOST)
    best = None
    for role, values in product(roles, product(*choices)):
        case = {key: value for key, value in values if value is not None}
        if best is not None and best <= cost(wish, role, case):
            continue
        if decide(policy, role, case).verdict(remedy).word in ("must", "may"):
            best = cost(wish, role, case)
    return best


def cost(wish: Wish, role: Role, case: dict[str, Value]) -> tuple[int, int, int, Fraction]:
    rungs = role.rank - wish.role.rank
    moved = [fact for fact in wish.policy.facts if case.get(fact.key) != wish.known.get(fact.key)]
    assumed = [fact for fact in moved if not fact.changeable]
    far = sum((apart(fact, wish.known.get(fact.key), case[fact.key]) for fact in moved), Fraction(0))
    return len(moved) + rungs, len(moved) - len(assumed) + rungs, rungs, far


def apart(fact: Fact, one: Value | None, other: Value) -> Fraction:
    if one is None or fact.type == "yes/no" or (fact.type == "choice" and not fact.ordered):
        return Fraction(1)
    assert fact.highest is not None
    assert fact.lowest is not None
    return abs(Fraction(one) - Fraction(other)) / (Fraction(fact.highest) - Fraction(fact.lowest))


def allowed_anyway(wish: Wish, remedy: str) -> bool:
    """Whether it is allowed whatever the facts not known turn out to be."""
    unknown = [fact for fact in wish.policy.facts if fact.key not in wish.known]
    values = [[(fact.key, value) for value in every_value(wish.policy, fact)] for fact in unknown]
    assume(prod(len(each) for each in values) <= MOST)
    words = {
        decide(wish.policy, wish.role, wish.known | dict(chosen)).verdict(remedy).word
        for chosen in product(*values)
    }
    return words <= {"must", "may"}


def check(wish: Wish) -> None:
    for remedy in wish.policy.vocabulary.remedies:
        change = cheapest_change(wish.policy, wish.role, wish.known, remedy.key)
        if allowed_anyway(wish, remedy.key):
            assert change is None
            continue
        best = cheapest_by_trying(wish, remedy.key)
        if change is None:
            assert best is None
            continue
        for move in change.moves:
            assert move.before == wish.known.get(move.fact.key)
            assert move.fact.changeable or (move.before is None and move.assumed)
        case = {**wish.known, **{move.fact.key: move.after for move in change.moves}}
        verdict = decide(wish.policy, change.asked or wish.role, case).verdict(remedy.key)
        assert verdict.word in ("must", "may")
        assert change.rule.id in {rule.id for rule in verdict.rules}
        assert best == cost(wish, change.asked or wish.role, case)


@many
@given(wishes(most_missing=0))
def test_no_change_of_a_known_case_is_cheaper_than_the_one_suggested(wish) -> None:
    check(wish)


@many
@given(wishes(most_missing=2))
def test_with_facts_missing_no_change_or_assumption_is_cheaper_than_the_one_suggested(wish) -> None:
    check(wish)


@many
@given(wishes(most_missing=2))
def test_wherever_a_cell_is_named_every_value_it_accepts_would_do(wish) -> None:
    for remedy in wish.policy.vocabulary.remedies:
        change = cheapest_change(wish.policy, wish.role, wish.known, remedy.key)
        cells = [move for move in change.moves if move.cell] if change else []
        if not change or not cells:
            continue
        accepts = {condition.fact.key: condition.accepts for condition in change.rule.conditions}
        case = {**wish.known, **{move.fact.key: move.after for move in change.moves}}
        values = [
            [
                (move.fact.key, value)
                for value in every_value(wish.policy, move.fact)
                if value in accepts[move.fact.key]
            ]
            for move in cells
        ]
        for chosen in product(*values):
            then = decide(wish.policy, change.asked or wish.role, case | dict(chosen)).verdict(remedy.key)
            assert then.word in ("must", "may")
