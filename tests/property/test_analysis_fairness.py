"""Better and worse values, higher and lower roles, and limits beyond the order, against trying every case."""

from itertools import pairwise, product
from typing import Any

import naive_engine as naive
from hypothesis import assume, given
from strategies import World, worlds
from test_analysis_proofs import DAY, book_of, collides, countable_worlds, every_case, holding, many

from policies.analysis import analyse

ORDER = ["never", "none", "needs", "may", "must"]


def standing(world: World, remedy: str, rank: int, case: dict[str, str]) -> tuple[int, Any, Any, Any]:
    answer = naive.decide(world, remedy, rank, case)
    own = answer.limits[rank] if answer.word in ("must", "may") else None
    return ORDER.index(answer.word), own, answer.entitled, answer.limits[-1]


def gets_less(was: tuple[int, Any, Any, Any], now: tuple[int, Any, Any, Any]) -> bool:
    """Whether somebody better off gets less, and nobody higher may give more than was given before."""
    more = was[1] is not None and now[3] is not None and now[3] > was[1]
    if now[0] < was[0] and not (more and was[0] == ORDER.index("may")):
        return True
    limit = was[1] is not None and (now[1] is None or now[1] < was[1])
    return (limit and not more) or (was[2] is not None and now[2] is not None and now[2] < was[2])


@many
@given(countable_worlds())
def test_a_better_value_that_gets_less_is_found_exactly_where_there_is_one(world: World) -> None:
    assume(not any(collides(holding(world, case)) for case in every_case(world)))
    found = {
        tuple(finding.message.split("`")[at] for at in (1, 5, 9))
        for finding in analyse(book_of(world))
        if finding.code == "better-gets-less"
    }
    expected = set()
    for fact in world.facts:
        if fact.type == "choice" and fact.ordered:
            for (lower, higher), (remedy, _) in product(pairwise(fact.grid), world.remedies):
                for case, rank in product(every_case(world), range(len(world.roles))):
                    if case[fact.key] == lower and gets_less(
                        standing(world, remedy, rank, case),
                        standing(world, remedy, rank, {**case, fact.key: higher}),
                    ):
                        expected.add((remedy, lower, higher))
    assert found == expected


@many
@given(worlds())
def test_a_higher_role_never_gets_less_than_a_lower_one(world: World) -> None:
    book = book_of(world)
    for case in every_case(world)[:60]:
        decisions = [book.decide("late", role, case, DAY) for role in world.roles]
        for lower, higher in pairwise(decisions):
            for below, above in zip(lower.verdicts, higher.verdicts, strict=True):
                assert above.word == below.word or ORDER.index(above.word) > ORDER.index(below.word)
                assert (above.limit or 0) >= (below.limit or 0)
