"""Gaps: cases in which nothing can be offered, because no rule applies or only those that forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from policies.analysis.diagram import Diagram
from policies.analysis.sample import split_by_grid
from policies.analysis.words import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.analysis.finding import Finding
    from policies.analysis.subject import Subject
    from policies.fact import Fact
    from policies.rule import Condition
    from policies.spans import Cut, Spans

Ending: TypeAlias = Literal["offered", "refused", "silent"]
MOST = 12
"""Findings of one kind for one policy; the last one has the regions of all that remain."""


def find_gaps(subject: Subject) -> Iterator[Finding]:
    """Yield every gap: an error where no rule speaks, a warning where all that speak forbid.

    A gap so narrow that it holds no number written as the page writes its numbers is a warning of its own.
    """
    grid = subject.grid(subject.policy.rules)
    meter = subject.meter()
    diagram = Diagram(grid, range(len(grid.axes)), _Settling(subject).settle, meter)
    silent = [grid.spans(box) for box in diagram.boxes("silent")]
    wide, narrow = _by_grid(subject, silent)
    line = subject.policy.rules[0].line
    for boxes in _grouped(wide):
        hint = "add a rule for these cases, or widen one"
        witness = subject.witness(boxes[0])
        yield subject.finding("gap", "error", line, "no rule applies", boxes, witness, hint)
    for boxes in _grouped(narrow):
        fact = _narrow_fact(subject, boxes[0])
        hint = _wider_cell(subject, fact, boxes[0][fact.key])
        message = f"no rule applies between two steps of `{fact.label}`"
        yield subject.finding(
            "gap-between-steps", "warning", line, message, boxes, subject.witness(boxes[0]), hint
        )
    for boxes in _grouped([grid.spans(box) for box in diagram.boxes("refused")]):
        message = "the only rules that apply forbid, so there is nothing to offer"
        hint = "add what can be done instead, if only an explanation"
        yield subject.finding("gap", "warning", line, message, boxes, subject.witness(boxes[0]), hint)


class _Settling:
    """Tells from the rules standing whether something is offered."""

    def __init__(self, subject: Subject) -> None:
        rules = subject.policy.rules
        forbidden = {rule.remedy.key for rule in rules if rule.effect == "never"}
        self.never = _bits(rule.effect == "never" for rule in rules)
        self.gives = _bits(
            rule.effect == "must" or (rule.effect == "may" and rule.remedy.key not in forbidden)
            for rule in rules
        )
        self.may = _bits(rule.effect == "may" for rule in rules)
        self.doubtful = [
            (
                _bits(rule.effect == "may" and rule.remedy.key == remedy for rule in rules),
                _bits(rule.effect == "never" and rule.remedy.key == remedy for rule in rules),
            )
            for remedy in sorted(forbidden)
        ]

    def settle(self, live: int, surely: int) -> Ending | None:
        if surely & self.gives:
            return "offered"
        if not live:
            return "silent"
        if surely & self.may and any(surely & may and not live & never for may, never in self.doubtful):
            return "offered"
        if live == surely or (surely & self.never and not live & (self.gives | self.may)):
            return "refused"
        return None


def _bits(flags: Iterator[bool]) -> int:
    return sum(1 << at for at, flag in enumerate(flags) if flag)


def _grouped(boxes: list[Mapping[str, Spans]]) -> Iterator[list[Mapping[str, Spans]]]:
    last = MOST - 1 if len(boxes) > MOST else len(boxes)
    for box in boxes[:last]:
        yield [box]
    if boxes[last:]:
        yield boxes[last:]


def _by_grid(
    subject: Subject, boxes: list[dict[str, Spans]]
) -> tuple[list[Mapping[str, Spans]], list[Mapping[str, Spans]]]:
    """Return the parts of boxes that hold a case of numbers as the page writes them, and the parts that hold none."""
    wide: list[Mapping[str, Spans]] = []
    narrow: list[Mapping[str, Spans]] = []
    dense = [fact for fact in subject.facts if not fact.stepped]
    for box in boxes:
        rest: dict[str, Spans] | None = dict(box)
        for fact in dense:
            if rest is None or fact.key not in rest:
                continue
            on, off = split_by_grid(rest[fact.key], subject.decimals[fact.key])
            if off:
                narrow.append({**rest, fact.key: off})
            rest = {**rest, fact.key: on} if on else None
        if rest is not None:
            wide.append(rest)
    return wide, narrow


def _narrow_fact(subject: Subject, box: Mapping[str, Spans]) -> Fact:
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
