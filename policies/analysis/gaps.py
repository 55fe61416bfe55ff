"""Gaps: cases in which no rule applies at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.grid import Grid, cells_of
from policies.analysis.meter import TooComplex
from policies.analysis.outside import Outside, nobody
from policies.analysis.sample import split_by_grid
from policies.analysis.words import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from policies.analysis.finding import Finding
    from policies.analysis.subject import Subject
    from policies.fact import Fact
    from policies.rule import Condition
    from policies.spans import Cut, Spans

    Region: TypeAlias = Mapping[str, Spans]

MOST = 12
"""Regions that are reported one by one; the last finding says that there are more."""


def find_gaps(subject: Subject) -> Iterator[Finding]:
    """Yield an error for every largest box of cases in which no rule applies.

    One so narrow that it holds no number written as the page writes its numbers is a warning, and says
    which cell to write otherwise.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    regions, complete = _regions(subject)
    wide, narrow = _by_grid(subject, regions)
    line = subject.policy.rules[0].line
    more = "" if complete else ", here and perhaps elsewhere"
    for box in wide:
        hint = "add a rule for these cases, or widen one"
        message = f"no rule applies{more}"
        yield subject.finding("gap", "error", line, message, [box], subject.witness(box), hint)
    for box in narrow:
        fact = _narrow_fact(subject, box)
        hint = _wider_cell(subject, fact, box[fact.key])
        message = f"no rule applies between two steps of `{fact.label}`{more}"
        yield subject.finding(
            "gap-between-steps", "warning", line, message, [box], subject.witness(box), hint
        )


def _regions(subject: Subject) -> tuple[list[Region], bool]:
    """Return largest boxes that no rule meets, and whether they are proved to be all there is."""
    meter = subject.meter()
    rules: list[Region] = [cells_of(rule) for rule in subject.policy.rules]
    found: list[Region] = []
    grid = subject.grid(subject.policy.rules)
    while len(found) < MOST:
        try:
            case = Outside(grid, grid.everywhere, grid.everyone, 0, frozenset(), nobody, meter).case()
            if case is None:
                return found, True
            found.append(grid.spans(grid.widened(case.box, (1 << len(rules)) - 1)))
            meter.spend(len(rules) * len(subject.facts) // 2)
            grid = Grid(subject.facts, [*rules, *found])
        except TooComplex:
            if not found:
                raise
            return found, False
    return found, False


def _by_grid(subject: Subject, boxes: list[Region]) -> tuple[list[Region], list[Region]]:
    """Return the parts of boxes that hold a case of numbers as the page writes them, and the parts that
    hold none."""
    wide: list[Region] = []
    narrow: list[Region] = []
    dense = [fact for fact in subject.facts if not fact.stepped]
    for box in boxes:
        rest: Region | None = box
        for fact in dense:
            if rest is None or fact.key not in rest:
                continue
            on, off = split_by_grid(rest[fact.key], subject.decimals[fact.key])
            if off:
                narrow.append({**rest, fact.key: off})
            rest = {**rest, fact.key: on} if on else None
        if rest is not None:
            wide.append(rest)
    return _largest(wide), _largest(narrow)


def _largest(boxes: list[Region]) -> list[Region]:
    """Return the boxes that do not lie in another one."""
    kept: list[Region] = []
    for box in boxes:
        if not any(_lies_in(box, other) for other in kept):
            kept = [other for other in kept if not _lies_in(other, box)]
            kept.append(box)
    return kept


def _lies_in(box: Region, other: Region) -> bool:
    return all(key in box and not box[key] - spans for key, spans in other.items())


def _narrow_fact(subject: Subject, box: Region) -> Fact:
    """Return the fact whose values in a box lie between two steps."""
    return next(
        fact
        for fact in subject.facts
        if fact.key in box
        and not fact.stepped
        and not split_by_grid(box[fact.key], subject.decimals[fact.key])[0]
    )


def _wider_cell(subject: Subject, fact: Fact, spans: Spans) -> str:
    """Return how to write the cell that begins where the gap ends, so that it begins where the gap does."""
    low, high = spans.pieces()[0]
    for rule in subject.policy.rules:
        for condition in rule.conditions:
            if condition.fact is fact and condition.accepts.cuts[0] == high and low[1]:
                wider = _from(fact, low, condition)
                return f"write `{wider}` instead of `{condition.text}` in `{rule.id}`"
    return f"let a cell reach over {phrase(fact, spans)}"


def _from(fact: Fact, low: Cut, condition: Condition) -> str:
    start = fact.show(low[0])
    _, end = condition.accepts.pieces()[0]
    if condition.text.startswith(">"):
        return f"> {start}"
    return f"({start}..{fact.show(end[0])}{']' if end[1] else ')'}"
