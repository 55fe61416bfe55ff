"""Deciding through columns says of every row what deciding it alone says, and leaves what it cannot say."""

from collections.abc import Callable
from decimal import Decimal

import naive_engine as naive
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import World, cases, worlds
from test_policy_laws import DAY, SCALE, book_of

from policies import Book, Fact, Policy, Role
from policies.batch import WORDS, Answers, compile_columns
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide

many = settings(max_examples=60 * SCALE, deadline=None, suppress_health_check=list(HealthCheck))
Case = dict[str, "str | None"]


@st.composite
def batches(draw: st.DrawFn, most_missing: int = 0) -> tuple[World, Book, list[Case]]:
    world = draw(worlds())
    book = book_of(world)
    return world, book, draw(st.lists(cases(world, most_missing), min_size=1, max_size=12))


def as_text(fact: Fact, values: list[str | None]) -> np.ndarray:
    return np.array(values, object)


def canonical(fact: Fact, values: list[str | None]) -> np.ndarray:
    """Integers where they are whole, floats for other numbers, days as `datetime64`; masked where unknown."""
    read = [None if value is None else fact.read(value.lower()) for value in values]
    hidden = [value is None for value in read]
    if fact.type == "date":
        return np.ma.array(
            np.array([value or FIRST for value in values], "datetime64[D]"), mask=hidden, hard_mask=True
        )
    whole = all(value is None or value == int(value) for value in read)
    filled = [0 if value is None else (int(value) if whole else float(value)) for value in read]
    return np.ma.array(filled, np.int64 if whole else np.float64, mask=hidden)


FIRST = "2026-01-30"


@pytest.mark.parametrize("form", [as_text, canonical])
@many
@given(batch=batches(), data=st.data())
def test_a_row_of_columns_is_answered_as_the_case_it_is(form: Callable, batch, data: st.DataObject) -> None:
    world, book, rows = batch
    policy = book.policy("late", DAY)
    ranks = data.draw(st.lists(st.integers(0, len(world.roles) - 1), min_size=len(rows), max_size=len(rows)))
    answers = compile_columns(policy).decide_columns(columns_of(policy, rows, form), np.array(ranks))
    assert answers.decided.all()
    for at, (rank, case) in enumerate(zip(ranks, rows, strict=True)):
        same_as_alone(answers, at, policy, policy.vocabulary.roles[rank], case)
        same_as_the_naive(answers, at, world, rank, case)


def columns_of(policy: Policy, rows: list[Case], form: Callable) -> dict[str, np.ndarray]:
    return {fact.key: form(fact, [row[fact.key] for row in rows]) for fact in policy.vocabulary.facts}


def same_as_alone(answers: Answers, at: int, policy: Policy, role: Role, case: Case) -> None:
    for verdict in decide(policy, role, read_case(case, policy.vocabulary)).verdicts:
        mine = answers.remedies[verdict.remedy.key]
        assert WORDS[mine.word[at]] == verdict.word
        assert none(mine.limit[at]) == verdict.limit
        assert tuple(none(limit) for limit in mine.limits[:, at]) == verdict.limits
        assert none(mine.entitled[at]) == verdict.entitled
        assert none(mine.needs[at]) == (verdict.needs_role.rank if verdict.needs_role else None)


def same_as_the_naive(answers: Answers, at: int, world: World, rank: int, case: Case) -> None:
    for name, _ in world.remedies:
        mine, expected = answers.remedies[name.lower()], naive.decide(world, name, rank, case)
        assert WORDS[mine.word[at]] == expected.word
        assert [none(limit) for limit in mine.limits[:, at]] == expected.limits
        assert none(mine.needs[at]) == expected.needs


def none(number: np.integer) -> int | None:
    return None if number < 0 else int(number)


@pytest.mark.parametrize("form", [as_text, canonical])
@many
@given(batch=batches(most_missing=2))
def test_rows_that_lack_a_fact_are_left_to_be_decided_alone_and_the_others_are_not(
    form: Callable, batch
) -> None:
    _, book, rows = batch
    policy = book.policy("late", DAY)
    answers = compile_columns(policy).decide_columns(
        columns_of(policy, rows, form), policy.vocabulary.roles[0]
    )
    for at, case in enumerate(rows):
        assert answers.decided[at] == (None not in case.values())
        if answers.decided[at]:
            same_as_alone(answers, at, policy, policy.vocabulary.roles[0], case)
        else:
            for mine in answers.remedies.values():
                assert (mine.word[at], mine.limit[at], mine.entitled[at], mine.needs[at]) == (-1, -1, -1, -1)
                assert set(mine.limits[:, at]) == {-1}
    assert answers.left.tolist() == [at for at, case in enumerate(rows) if None in case.values()]


@many
@given(batch=batches(), data=st.data())
def test_a_value_its_fact_cannot_have_is_left_alone_whatever_the_array(batch, data: st.DataObject) -> None:
    _, book, rows = batch
    policy = book.policy("late", DAY)
    fact = data.draw(st.sampled_from(policy.vocabulary.facts))
    columns = columns_of(policy, rows, canonical)
    assume(fact.lowest is not None)
    beyond = data.draw(st.sampled_from([-(2**63), -1, 1, 2**61, 2**63 - 1])) + int(fact.highest)
    column = (
        columns[fact.key].astype("int64") if fact.type != "date" else columns[fact.key].astype(int) + 719163
    )
    column[0] = max(-(2**63), min(2**63 - 1, beyond))
    assume(int(column[0]) not in fact.domain)
    columns[fact.key] = column
    left = compile_columns(policy).decide_columns(columns, policy.vocabulary.roles[0]).left
    assert 0 in left.tolist()
    assert Decimal(int(column[0])) not in fact.domain
