"""Gaps, collisions and dead rows against trying every case of a small world, with an engine that shares
no code."""

from datetime import date
from itertools import product

import naive_engine as naive
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from regions import in_words
from strategies import World, worlds
from test_policy_laws import SCALE

from policies import Book, read
from policies.analysis import Finding, analyse

DAY = date(2026, 6, 1)
many = settings(
    max_examples=30 * SCALE, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def book_of(world: World, rows: tuple[dict[str, str], ...] | None = None) -> Book:
    book = read(world.pages(rows))
    assume(not any(problem.code in ("empty-range", "ambiguous-number") for problem in book.problems))
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return book


@st.composite
def countable_worlds(draw: st.DrawFn) -> World:
    """A world whose every case can be tried: no fact lies on a dense line."""
    world = draw(worlds(most_rules=8))
    assume(not any(fact.type == "number" for fact in world.facts))
    assume(len(every_case(world)) <= 700)
    return world


def every_case(world: World) -> list[dict[str, str]]:
    keys = [fact.key for fact in world.facts]
    return [dict(zip(keys, values, strict=True)) for values in product(*(fact.grid for fact in world.facts))]


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def holding(world: World, case: dict[str, str]) -> list[dict[str, str]]:
    return [row for row in world.rows if naive.row_holds(row, case, world)]


def offers(world: World, case: dict[str, str]) -> bool:
    return any(
        naive.decide(world, remedy, 0, case).word in ("must", "may", "needs") for remedy, _ in world.remedies
    )


def collides(rows: list[dict[str, str]]) -> bool:
    never = {row["Remedy"] for row in rows if row["Effect"] == "never"}
    return any(row["Effect"] == "must" and row["Remedy"] in never for row in rows)


def outcomes(world: World, case: dict[str, str]) -> list[object]:
    """Every verdict on every remedy for every role, but for the rules that decided."""
    found = []
    for rank, (remedy, _) in product(range(len(world.roles)), world.remedies):
        answer = naive.decide(world, remedy, rank, case)
        found.append((answer.word, answer.limits, answer.entitled, answer.needs))
    return found


@many
@given(worlds(most_rules=8))
def test_a_case_without_any_rule_is_found_exactly_where_there_is_one(world: World) -> None:
    found = analyse(book_of(world))
    every = [holding(world, case) for case in every_case(world)]
    silent = any(not rows for rows in every)
    assert (
        bool({"gap", "gap-between-steps"} & {f.code for f in found if "no rule applies" in f.message})
        == silent
    )
    assert ("collision" in codes(found)) == any(collides(rows) for rows in every)
    refused = any(
        rows and not offers(world, case) for rows, case in zip(every, every_case(world), strict=True)
    )
    assert any("forbid, so" in finding.message for finding in found) == refused


@many
@given(worlds(most_rules=8))
def test_every_witness_shows_what_its_finding_says(world: World) -> None:
    book = book_of(world)
    for finding in analyse(book):
        witness = finding.witness
        if finding.code == "unused-fact":
            continue
        assert witness is not None
        decision = book.decide(witness.complaint, witness.role, witness.facts, witness.as_of or DAY)
        words = {verdict.word for verdict in decision.verdicts}
        if finding.code.startswith("gap"):
            assert words <= {"none", "never"}
            assert ("never" in words) == ("forbid" in finding.message)
        if finding.code == "collision":
            assert any(verdict.conflict for verdict in decision.verdicts)
        if finding.code == "dead-row":
            rows = holding(world, {fact.key: fact.grid[0] for fact in world.facts} | dict(witness.facts))
            assert finding.message.split("`")[1] in {row["Rule"] for row in rows}


@many
@given(countable_worlds())
def test_a_row_is_dead_exactly_if_removing_it_changes_no_verdict_and_no_limit(world: World) -> None:
    book = book_of(world)
    dead = [f.message.split("`")[1] for f in analyse(book) if f.code == "dead-row"]
    cases = every_case(world)
    alive = World(**{**vars(world), "rows": tuple(row for row in world.rows if row["Rule"] not in dead)})
    before = [outcomes(world, case) for case in cases]
    assert [outcomes(alive, case) for case in cases] == before
    for row in alive.rows:
        without = World(**{**vars(world), "rows": tuple(other for other in alive.rows if other is not row)})
        assert [outcomes(without, case) for case in cases] != before, row["Rule"]


@many
@given(worlds(most_rules=8))
def test_no_dead_row_is_missed_by_going_without_it(world: World) -> None:
    dead = [f.message.split("`")[1] for f in analyse(book_of(world)) if f.code == "dead-row"]
    alive = World(**{**vars(world), "rows": tuple(row for row in world.rows if row["Rule"] not in dead)})
    for case in every_case(world)[:400]:
        assert outcomes(alive, case) == outcomes(world, case)


@many
@given(worlds(most_rules=8))
def test_regions_are_where_the_finding_is_and_nowhere_else(world: World) -> None:
    """Every gap's cases lie in one of the regions, told by the region's own words."""
    gaps = [f for f in analyse(book_of(world)) if f.code.startswith("gap") and "no rule applies" in f.message]
    regions = [part for finding in gaps for part in finding.region.split("; or ")]
    assume(not any("elsewhere" in finding.message for finding in gaps))
    for case in every_case(world)[:400]:
        inside = any(in_words(world.facts, case, region) for region in regions)
        assert inside == (not holding(world, case)), (case, regions)
