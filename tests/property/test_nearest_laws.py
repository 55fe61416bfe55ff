"""The nearest rule is the one that a plain look at every row finds."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_pages import DAY, VOCABULARY, policy, rule, vocabulary

from policies import Policy, Role, Rule, Verdict, read
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide
from policies.reasoning.failing import distance
from policies.reasoning.nearest import TIES, lowest_of

Known = dict[str, object]


def failing(rule: Rule, known: Known) -> list[str]:
    """The facts of the cells that do not hold."""
    keys = []
    for condition in rule.conditions:
        value = known.get(condition.fact.key)
        if value is None or value not in condition.accepts:
            keys.append(condition.fact.key)
    return keys


def short(rule: Rule, role: Role) -> int:
    return max(0, rule.who.rank - role.rank) if rule.effect == "may" else 0


def distance_to(rule: Rule, known: Known, role: Role, ranks: int) -> float:
    failed = failing(rule, known)
    cells = [each for each in rule.conditions if each.fact.key in failed]
    return sum(distance(each, known.get(each.fact.key)) for each in cells) + short(rule, role) / ranks


def is_measured(rule: Rule, known: Known, role: Role) -> bool:
    facts = {each.fact.key: each.fact for each in rule.conditions}
    failed = failing(rule, known)
    return bool(short(rule, role)) or any(facts[key].comparable and key in known for key in failed)


def plainly_nearest(policy: Policy, remedy: str, known: Known, role: Role, *, own: bool) -> Rule | None:
    rules = [rule for rule in policy.rules if rule.remedy.key == remedy and rule.effect != "never"]
    rules = (own and [rule for rule in rules if not short(rule, role)]) or rules
    counts = [len(failing(rule, known)) + bool(short(rule, role)) for rule in rules]
    near = [rule for rule, count in zip(rules, counts, strict=True) if count == min(counts)]
    if counts and min(counts) == 1:
        near = [rule for rule in near if is_measured(rule, known, role)] or near
    ranks = len(policy.vocabulary.roles)
    return min(near[:TIES], key=lambda rule: distance_to(rule, known, role, ranks), default=None)


CELLS = {
    "days_since_delivery": ("<= 30", "> 90", "10..60", "[100..200)", "7, 14, 400..500", "not(20..300)"),
    "order_value": ("< 20", ">= 75.50", "10..4990", "not(100)"),
    "tier": ("gold", ">= silver", "< gold", "standard, gold"),
    "channel": ("phone", "chat, e-mail", "not(chat)"),
    "photo": ("yes", "no"),
    "bought_on": ("< 2026-01-01", ">= 2025-06-30", "2024-01-01..2024-12-31"),
}
VALUES = {
    "days_since_delivery": ("0", "15", "30", "30.5", "95", "350", "3650"),
    "order_value": ("0", "19.99", "60", "100", "5000"),
    "tier": ("standard", "silver", "gold"),
    "channel": ("phone", "chat", "e-mail"),
    "photo": ("yes", "no"),
    "bought_on": ("2020-01-01", "2024-05-05", "2025-06-29", "2026-05-31", "2030-12-31"),
}


def some_policy(chance: random.Random) -> Policy:
    """A policy of sixty rows that hold seldom, so that there is much to be near to."""
    rows = []
    for at in range(60):
        chosen = chance.sample(sorted(CELLS), chance.randint(2, 6))
        cells = {key: chance.choice(CELLS[key]) for key in chosen}
        effect = chance.choice(("may", "may", "may", "must", "never"))
        who = "" if effect == "never" else chance.choice(("agent", "lead", "manager", "manager"))
        rows.append(rule(f"R{at}", effect, chance.choice(("Replacement", "Letter")), who=who, **cells))
    letter = VOCABULARY.replace("| Replacement |", "| Letter | letter | none | |\n| Replacement |", 1)
    book = read([vocabulary(letter), policy(*rows)])
    assert not any(problem.severity == "error" for problem in book.problems)
    return book.policy("arrived_damaged", DAY)


@pytest.mark.parametrize("start", range(12))
def test_the_nearest_rule_is_the_one_that_looking_at_every_row_finds(start: int) -> None:
    chance = random.Random(start)  # noqa: S311 - the same ones every time
    rules = some_policy(chance)
    met: Counter[str] = Counter()
    for _ in range(120):
        case = {key: chance.choice((*values, *values, None)) for key, values in VALUES.items()}
        role = chance.choice(rules.vocabulary.roles)
        known = read_case(case, rules.vocabulary)
        for verdict in decide(rules, role, known).verdicts:
            if verdict.word in ("none", "needs") and not verdict.conflict:
                met[verdict.word] += 1
                check(verdict, rules, known, role)
            else:
                assert verdict.nearest is None
    assert met["none"] > 10


def check(verdict: Verdict, rules: Policy, known: Known, role: Role) -> None:
    expected = plainly_nearest(rules, verdict.remedy.key, known, role, own=verdict.word == "needs")
    assert (verdict.nearest and verdict.nearest.rule.id) == (expected and expected.id)
    if expected and verdict.nearest:
        failed = failing(expected, known) + ["role"] * bool(short(expected, role))
        assert [cell.fact for cell in verdict.nearest.failed] == failed
        said = verdict.nearest.as_json()
        assert [cell["fact"] for cell in said["failed"]] == failed
        assert said["of"] == len(expected.conditions) + bool(short(expected, role))
        assert said["holds"] == said["of"] - len(failed)


def test_a_cell_fails_by_a_share_of_what_its_fact_can_be() -> None:
    rows = (rule("R1", days_since_delivery="<= 30"), rule("R2", order_value="<= 30"))
    book = read([vocabulary(), policy(*rows)])
    for days, expected in ((31, "R1"), (37, "R1"), (38, "R2"), (400, "R2")):
        facts = {"days_since_delivery": days, "order_value": 40}
        nearest = book.decide("arrived_damaged", "agent", facts, DAY).verdict("replacement").nearest
        assert nearest.rule.id == expected


@given(st.integers(0, 2**200), st.integers(1, 70))
def test_the_lowest_bits_are_the_lowest(bits: int, count: int) -> None:
    places = [at for at in range(bits.bit_length()) if bits >> at & 1][:count]
    assert lowest_of(bits, count) == sum(1 << at for at in places)
