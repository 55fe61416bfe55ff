"""The nearest rule is the one that a plain look at every row finds."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import World, cases, worlds
from test_policy_laws import DAY, SCALE, book_of

from policies import Book, Policy, Role, Rule
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide
from policies.reasoning.failing import distance
from policies.reasoning.nearest import TIES, lowest_of

many = settings(max_examples=150 * SCALE, deadline=None, suppress_health_check=list(HealthCheck))
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


@st.composite
def situations(draw: st.DrawFn) -> tuple[World, Book, list[tuple[int, dict[str, str | None]]]]:
    world = draw(worlds(most_rules=16, most_facts=7))
    book = book_of(world)
    ranks = st.integers(0, len(world.roles) - 1)
    return world, book, draw(st.lists(st.tuples(ranks, cases(world, 3)), min_size=1, max_size=10))


@many
@given(situations())
def test_the_nearest_rule_is_the_one_that_looking_at_every_row_finds(situation) -> None:
    _, book, asked = situation
    policy = book.policy("late", DAY)
    for rank, case in asked:
        role, known = policy.vocabulary.roles[rank], read_case(case, policy.vocabulary)
        for verdict in decide(policy, role, known).verdicts:
            if verdict.word not in ("none", "needs") or verdict.conflict:
                assert verdict.nearest is None
                continue
            own = verdict.word == "needs"
            expected = plainly_nearest(policy, verdict.remedy.key, known, role, own=own)
            assert (verdict.nearest and verdict.nearest.rule.id) == (expected and expected.id)
            if expected:
                failed = failing(expected, known) + ["role"] * bool(short(expected, role))
                assert [cell.fact for cell in verdict.nearest.failed] == failed
                said = verdict.as_json()["nearest"]
                assert [cell["fact"] for cell in said["failed"]] == failed
                assert said["of"] == len(expected.conditions) + bool(short(expected, role))
                assert said["holds"] == said["of"] - len(failed)


@given(st.integers(0, 2**200), st.integers(1, 70))
def test_the_lowest_bits_are_the_lowest(bits: int, count: int) -> None:
    places = [at for at in range(bits.bit_length()) if bits >> at & 1][:count]
    assert lowest_of(bits, count) == sum(1 << at for at in places)
