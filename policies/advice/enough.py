"""What would have been enough: the cheapest change that allows a remedy, checked by deciding it anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from policies.advice.change import Change
from policies.advice.cheapest import MAY, MUST, NO, Search
from policies.advice.steps import nearest_in
from policies.derivation import inputs_of
from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.advice.move import Move
    from policies.policy import Policy
    from policies.reasoning.column import Column
    from policies.rule import Rule
    from policies.spans import Spans, Value
    from policies.vocabulary import Role

MOST_VALUES = 500
"""Combinations of values tried before a cell is said to do in all of them."""


def cheapest_change(policy: Policy, role: Role, known: Mapping[str, Value], remedy: str) -> Change | None:
    """Return the least that would allow a remedy, or None where it is allowed already or nothing would.

    Only facts that the vocabulary calls changeable are ever changed, and of these none that a derived fact of
    the policy follows from. An unknown fact that is not is named as an assumption, and a higher role may be
    asked. The least is the fewest facts and rungs together; of those the fewest that are not mere
    assumptions, the fewest rungs, then the smallest distances as shares of the facts' ranges (numbers move by
    the last decimal place that the policy writes). It is decided anew before it is returned, and a `never`
    that might still hold, or a search given up after `cheapest.BUDGET` ways, is None.

    Args:
        policy: compiled on its first use, then kept.
        role: the acting role.
        known: canonical values by fact key; a missing key is an unknown fact.
        remedy: the key of a remedy of the vocabulary.

    Raises:
        KeyError: there is no such remedy.
    """
    block = {block.remedy.key: block for block in policy.blocks}[remedy]
    fixed = {each.key for fact in policy.facts for each in inputs_of(fact, policy.vocabulary)}
    search = Search(policy, block, role, known, fixed)
    found = search.cheapest() if search.outcomes(role) == NO else None
    if found is None:
        return None
    acting, moves = found
    values = {**known, **{move.fact.key: move.after for move in moves}}
    verdict = decide(policy, acting, values).verdict(remedy)
    if verdict.word not in ("must", "may") or not verdict.rules:
        return None
    widened = tuple(_widened(move, verdict.rules[0]) for move in moves)
    if widened != moves and _every_value_does(search, acting, widened, verdict.rules[0]):
        moves = widened
    return Change(moves, acting if acting.rank > role.rank else None, verdict, verdict.rules[0])


def _widened(move: Move, rule: Rule) -> Move:
    cells = (condition.text for condition in rule.conditions if condition.fact is move.fact)
    return move if move.before is not None else replace(move, cell=next(cells, ""))


def _every_value_does(search: Search, acting: Role, moves: tuple[Move, ...], rule: Rule) -> bool:
    """Return whether every value that the moves' cells accept would do, checked one region by one."""
    columns = {column.fact.key: column for column in search.columns}
    accepted = {condition.fact.key: condition.accepts for condition in rule.conditions}
    choices = [
        tuple(_values(move, columns[move.fact.key], accepted[move.fact.key])) if move.cell else (move,)
        for move in moves
    ]
    if prod(len(values) for values in choices) > MOST_VALUES:
        return False
    return all(search.outcomes(acting, each) in (MUST, MAY) for each in product(*choices))


def _values(move: Move, column: Column, accepts: Spans) -> Iterator[Move]:
    """Yield the move to one value of every region that is accepted, as good as any other in it."""
    for region in column.inhabited:
        value = nearest_in(column, region, None)
        if value in accepts:
            yield replace(move, after=value)
