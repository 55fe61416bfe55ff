"""The laws of the policy language, each against an engine that goes row by row and tries every completion."""

import json
import os
from datetime import date
from itertools import pairwise

import naive_engine as naive
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import World, cases, worlds

from policies import Book, CaseError, Decision, Fact, PageRefused, read

DAY = date(2026, 6, 1)
SCALE = int(os.environ.get("CAREBOOK_LAWS", "1"))
"""How many times more cases than usual; a slower job sets it high."""
many = settings(max_examples=120 * SCALE, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(many, max_examples=40 * SCALE)


def book_of(world: World, rows: tuple[dict[str, str], ...] | None = None) -> Book:
    book = read(world.pages(rows))
    assume(not any(problem.code in ("empty-range", "ambiguous-number") for problem in book.problems))
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return book


@st.composite
def situations(draw: st.DrawFn, most_missing: int = 0) -> tuple[World, Book, int, dict[str, str | None]]:
    world = draw(worlds())
    book = book_of(world)
    return world, book, draw(st.integers(0, len(world.roles) - 1)), draw(cases(world, most_missing))


def decide(world: World, book: Book, rank: int, case: dict[str, str | None]) -> Decision:
    return book.decide("late", world.roles[rank], case, DAY)


@many
@given(situations())
def test_every_verdict_is_that_of_the_rows_one_by_one(situation) -> None:
    world, book, rank, case = situation
    for verdict in decide(world, book, rank, case).verdicts:
        expected = naive.decide(world, verdict.remedy.label, rank, case)
        assert verdict.word == expected.word
        assert list(verdict.limits) == expected.limits
        assert verdict.entitled == expected.entitled
        assert (verdict.needs_role.rank if verdict.needs_role else None) == expected.needs
        assert {rule.id for rule in verdict.rules} == expected.rules
        assert verdict.missing == ()


@many
@given(situations(most_missing=3))
def test_with_facts_missing_the_verdict_is_what_all_completions_have_in_common(situation) -> None:
    world, book, rank, case = situation
    for verdict in decide(world, book, rank, case).verdicts:
        expected = naive.decide_unsure(world, verdict.remedy.label, rank, case)
        assert verdict.word == expected.word
        assert list(verdict.limits) == expected.limits
        assert verdict.limit == (None if expected.word == "depends" else expected.limits[rank])
        assert (verdict.needs_role.rank if verdict.needs_role else None) == expected.needs
        assert verdict.entitled == (expected.entitled if expected.word == "must" else None)
        assert {fact.key for fact in verdict.missing} == expected.missing
        assert {rule.id for rule in verdict.rules} == expected.rules


@few
@given(situations(most_missing=3), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(situation, shuffler) -> None:
    world, book, rank, case = situation
    rows = list(world.rows)
    shuffler.shuffle(rows)
    other = book_of(world, tuple(rows))
    assert timeless(decide(world, book, rank, case)) == timeless(decide(world, other, rank, case))


def timeless(decision: Decision) -> list[object]:
    return [
        (
            verdict.word,
            verdict.limits,
            verdict.needs_role,
            {rule.id for rule in verdict.rules},
            keys(verdict.missing),
        )
        for verdict in decision.verdicts
    ]


def keys(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.key for fact in facts]


@few
@given(situations())
def test_what_no_row_mentions_is_not_offered(situation) -> None:
    world, book, rank, case = situation
    for verdict in decide(world, book, rank, case).verdicts:
        rows = [row for row in world.rows if row["Remedy"] == verdict.remedy.label]
        if not any(naive.row_holds(row, case, world) for row in rows):
            assert verdict.word == "none"
            assert set(verdict.limits) == {None}


@few
@given(situations())
def test_never_beats_may_and_meets_must_at_the_top_of_the_ladder(situation) -> None:
    world, book, rank, case = situation
    for verdict in decide(world, book, rank, case).verdicts:
        rows = [
            row
            for row in world.rows
            if row["Remedy"] == verdict.remedy.label and naive.row_holds(row, case, world)
        ]
        effects = {row["Effect"] for row in rows}
        if "never" in effects:
            assert set(verdict.limits) == {None}
            assert verdict.word == ("needs" if "must" in effects else "never")
            assert verdict.conflict == ("must" in effects)


@few
@given(situations(most_missing=2))
def test_a_higher_role_never_gets_less(situation) -> None:
    world, book, _, case = situation
    own = [decide(world, book, rank, case) for rank in range(len(world.roles))]
    for decision in own:
        for verdict in decision.verdicts:
            known = [limit if limit is not None else -1 for limit in verdict.limits]
            assert known == sorted(known)
    for lower, higher in pairwise(own):
        for low, high in zip(lower.verdicts, higher.verdicts, strict=True):
            assert not (low.word == "may" and high.word in ("needs", "none", "never"))


@few
@given(situations())
def test_one_more_fact_unknown_never_widens(situation) -> None:
    world, book, rank, case = situation
    for fact in world.facts:
        narrow = decide(world, book, rank, {**case, fact.key: None})
        for less, more in zip(narrow.verdicts, decide(world, book, rank, case).verdicts, strict=True):
            assert less.word in (more.word, "depends")
            for unsure, sure in zip(less.limits, more.limits, strict=True):
                assert unsure is None or (sure is not None and unsure <= sure)


@few
@given(situations(), st.sampled_from(["", "1.2.3", "twelve", "2026-02-30", "£5", "nan", "99999999999"]))
def test_what_cannot_be_understood_permits_nothing(situation, nonsense) -> None:
    world, book, rank, case = situation
    bad = nonsense or "no such value"
    for fact in world.facts:
        with pytest.raises(CaseError) as error:
            decide(world, book, rank, {**case, fact.key: bad})
        assert error.value.code == "bad-fact"
    with pytest.raises(CaseError):
        decide(world, book, rank, {**case, "no_such_fact": "1"})
    broken = tuple({**row, "Effect": "maybe"} for row in world.rows)
    with pytest.raises(PageRefused):
        decide(world, read(world.pages(broken)), rank, case)


@few
@given(situations(most_missing=3))
def test_the_same_inputs_give_the_same_bytes(situation) -> None:
    world, book, rank, case = situation
    backwards = dict(reversed(case.items()))
    first = json.dumps(decide(world, book, rank, case).as_json())
    assert first == json.dumps(decide(world, read(world.pages()), rank, backwards).as_json())


@few
@given(situations(most_missing=2))
def test_the_nearest_row_has_the_fewest_cells_that_do_not_hold(situation) -> None:
    world, book, rank, case = situation
    for verdict in decide(world, book, rank, case).verdicts:
        if verdict.nearest is None:
            continue
        own = verdict.word == "needs"
        rows = [
            row for row in world.rows if row["Remedy"] == verdict.remedy.label and row["Effect"] != "never"
        ]
        within = [row for row in rows if row["Effect"] == "must" or naive.who(row, world) <= rank]
        failing = [failures(row, world, rank, case) for row in (within if own and within else rows)]
        assert len(verdict.nearest.failed) == min(failing)
        assert verdict.nearest.of - verdict.nearest.holds == min(failing)


def failures(row: dict[str, str], world: World, rank: int, case: dict[str, str | None]) -> int:
    short = row["Effect"] == "may" and naive.who(row, world) > rank
    return short + sum(
        row[fact.label].strip() not in ("", "-")
        and (case[fact.key] is None or not naive.holds(row[fact.label], str(case[fact.key])))
        for fact in world.facts
    )
