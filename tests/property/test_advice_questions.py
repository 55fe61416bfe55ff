"""The next question against every completion of a case: never a needless one, and never one too few."""

import naive_engine as naive
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import World, cases, worlds
from test_policy_laws import DAY, book_of

from policies import Book

some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def callers(draw: st.DrawFn) -> tuple[World, Book, int, naive.Case, naive.Case]:
    """A policy, a role, what is known at first, and the whole truth."""
    world = draw(worlds(most_facts=3))
    book = book_of(world)
    begin = draw(cases(world, most_missing=3))
    assume(None in begin.values())
    truth = {fact.key: begin[fact.key] or draw(st.sampled_from(fact.grid)) for fact in world.facts}
    return world, book, draw(st.integers(0, len(world.roles) - 1)), begin, truth


def mattering(world: World, rank: int, case: naive.Case) -> dict[str, set[str]]:
    """The facts that can change a verdict, each with the keys of the remedies whose verdict it can change."""
    every = naive.completions(world, case)
    found: dict[str, set[str]] = {}
    for remedy, _ in world.remedies:
        answers = [naive.decide(world, remedy, rank, full) for full in every]
        for key in naive.mattering(world, case, every, answers):
            found.setdefault(key, set()).add(naive.key(remedy))
    return found


@some
@given(callers())
def test_asking_along_never_asks_what_cannot_change_a_verdict_and_ends_with_the_verdicts_of_the_full_case(
    caller,
) -> None:
    world, book, rank, begin, truth = caller
    case = dict(begin)
    while question := book.decide("late", world.roles[rank], case, DAY).next_question:
        worth = mattering(world, rank, case)
        assert {remedy.key for remedy in question.settles} == worth[question.fact.key]
        case[question.fact.key] = truth[question.fact.key]
    assert mattering(world, rank, case) == {}
    partly = book.decide("late", world.roles[rank], case, DAY)
    fully = book.decide("late", world.roles[rank], truth, DAY)
    for less, more in zip(partly.verdicts, fully.verdicts, strict=True):
        assert less.word == more.word
        # An amount that is the same for every value of an unknown fact is not asked for, and not named.
        priced = {key for rule in partly.policy.rules if rule.limit for key in rule.limit.facts}
        assert less.limits == more.limits or not priced <= partly.known.keys()
        assert all(one in (None, other) for one, other in zip(less.limits, more.limits, strict=True))


@some
@given(callers())
def test_the_question_is_the_same_however_the_facts_are_ordered(caller) -> None:
    world, book, rank, begin, _ = caller
    one = book.decide("late", world.roles[rank], begin, DAY).as_json()["next_question"]
    other = book.decide("late", world.roles[rank], dict(reversed(begin.items())), DAY).as_json()[
        "next_question"
    ]
    assert one == other
