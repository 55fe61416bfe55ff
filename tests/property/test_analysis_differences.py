"""The difference between two revisions against deciding every case of a small world twice."""

from datetime import date
from itertools import product
from typing import Any

import naive_engine as naive
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from regions import in_words
from strategies import World, conditions, limits, worlds
from test_policy_laws import SCALE

from policies import Book, read
from policies.analysis import Difference, VerdictChange, difference

DAY = date(2026, 6, 1)
ORDER = ["never", "none", "needs", "may", "must"]
many = settings(
    max_examples=30 * SCALE, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def book_of(world: World) -> Book:
    book = read(world.pages())
    assume(not any(problem.code in ("empty-range", "ambiguous-number") for problem in book.problems))
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return book


@st.composite
def revisions(draw: st.DrawFn) -> tuple[World, World]:
    """A world, and the same after somebody has touched some of its rows."""
    old = draw(worlds(most_rules=7, most_facts=3))
    rows = [dict(row) for row in old.rows]
    for _ in range(draw(st.integers(0, 2))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        fact = draw(st.sampled_from(old.facts))
        change = draw(st.sampled_from(["cell", "limit", "who", "drop", "effect"]))
        if change == "cell":
            row[fact.label] = draw(conditions(fact))
        elif change == "limit" and row.get("Up to"):
            row["Up to"] = draw(limits(old.facts, old.currency))
        elif change == "who" and row["Effect"] != "never":
            row["Who"] = draw(st.sampled_from(["", *old.roles]))
        elif change == "effect" and row["Effect"] != "never":
            row["Effect"] = draw(st.sampled_from(["must", "may"]))
        elif change == "drop" and len(rows) > 1:
            rows.remove(row)
    return old, World(**{**vars(old), "rows": tuple(rows)})


def every_case(world: World, most: int = 500) -> list[dict[str, str]]:
    keys = [fact.key for fact in world.facts]
    every = [dict(zip(keys, values, strict=True)) for values in product(*(fact.grid for fact in world.facts))]
    return every[:: 1 + len(every) // most]


def verdict(world: World, remedy: str, rank: int, case: dict[str, str]) -> tuple[Any, ...]:
    """Word, role to ask, the role's own limit and what is due."""
    answer = naive.decide(world, remedy, rank, case)
    own = answer.limits[rank] if answer.word in ("must", "may") else None
    return ORDER.index(answer.word), -(answer.needs or 0), own, answer.entitled


def way(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    if old[0] != new[0]:
        old, new = (old[0], 0, *old[2:]), (new[0], 0, *new[2:])
    signs = {(less(was, now)) for was, now in zip(old, new, strict=True) if was != now}
    return {(): "equal", (1,): "looser", (-1,): "tighter"}.get(tuple(signs), "changed")


def less(was: int | None, now: int | None) -> int:
    return 1 if was is None or (now is not None and was < now) else -1


def changes_of(found: Difference, remedy: str, role: str) -> list[VerdictChange]:
    return [change for change in found.changes if change.remedy_label == remedy and role in change.roles]


@many
@given(revisions())
def test_every_case_that_differs_lies_in_exactly_one_region_and_goes_the_way_it_says(pair) -> None:
    old, new = pair
    found = difference(book_of(old), book_of(new))
    unproved = any(note.what == "unproved" for note in found.notes)
    for (remedy, _), (rank, role) in product(old.remedies, enumerate(old.roles)):
        changes = changes_of(found, remedy, role.lower().replace(" ", "_"))
        for case in every_case(old):
            here = [c for c in changes if any(in_words(old.facts, case, region) for region in c.regions)]
            happens = way(verdict(old, remedy, rank, case), verdict(new, remedy, rank, case))
            if happens == "equal" or unproved:
                continue
            assert here, (case, happens)
            assert len({change.where for change in here}) == len(here), "regions overlap"
            assert any(change.kind in (happens, "changed") for change in here), (happens, here)


@many
@given(revisions())
def test_every_witness_of_a_change_shows_it(pair) -> None:
    before, after = (book_of(world) for world in pair)
    for change in difference(before, after).changes:
        for role in change.roles:
            was, now = (
                book.decide(witness.complaint, role, witness.facts, witness.as_of or DAY).verdict(
                    change.remedy
                )
                for book, witness in ((before, change.before), (after, change.after))
            )
            old, new = (
                (
                    ORDER.index(verdict.word),
                    -(verdict.needs_role.rank if verdict.needs_role else 0),
                    verdict.limit if verdict.word in ("must", "may") else None,
                    verdict.entitled,
                )
                for verdict in (was, now)
            )
            assert way(old, new) == change.kind or (change.kind == "changed" and old != new), change


@many
@given(revisions())
def test_equal_is_said_exactly_if_no_case_differs(pair) -> None:
    old, new = pair
    assume(not any(fact.type == "number" for fact in old.facts))
    found = difference(book_of(old), book_of(new))
    same = all(
        verdict(old, remedy, rank, case) == verdict(new, remedy, rank, case)
        for (remedy, _), rank in product(old.remedies, range(len(old.roles)))
        for case in every_case(old, most=10**6)
    )
    assert found.equal == same or any(note.what == "unproved" for note in found.notes)


@many
@given(worlds())
def test_a_policy_is_equal_to_itself_with_its_rows_in_another_order(world: World) -> None:
    other = World(**{**vars(world), "rows": world.rows[::-1]})
    assert str(difference(book_of(world), book_of(other))) == "equal in every case"
