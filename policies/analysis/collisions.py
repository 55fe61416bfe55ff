"""Collisions: cases in which one remedy is due and forbidden at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.box import merged
from policies.analysis.grid import meet
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.analysis.finding import Finding
    from policies.analysis.subject import Subject
    from policies.policy import Block


MOST_MERGED = 100
"""Boxes of one finding that are merged into fewer; more would not be read anyway."""


def find_collisions(subject: Subject, block: Block) -> Iterator[Finding]:
    """Yield an error for every `never` rule of one remedy that meets a `must` rule.

    Raises:
        TooComplex: there are too many pairs.
    """
    if not block.must or not block.never:
        return
    grid, meter = subject.grid(block.rules), subject.meter()
    for forbidding in bits_of(block.never):
        box = grid.boxes[forbidding]
        meter.spend(1 + len(block.rules) // 16)
        met = {bit: meet(box, grid.boxes[bit]) for bit in bits_of(block.must & grid.standing(box))}
        shared = {bit: both for bit, both in met.items() if both is not None}
        if not shared:
            continue
        never, due = block.rules[forbidding], [block.rules[bit] for bit in shared]
        boxes = list(dict.fromkeys(shared.values()))
        boxes = merged(boxes, meter) if len(boxes) <= MOST_MERGED else boxes
        spans = [grid.spans(both) for both in boxes]
        names = ", ".join(f"`{rule.id}`" for rule in due)
        verb = "say" if len(due) > 1 else "says"
        message = f"`{never.id}` forbids `{block.remedy.label}` where {names} {verb} it must be given"
        hint = "narrow one of them, so that they never hold together"
        line = max(never.line, due[0].line)
        yield subject.finding("collision", "error", line, message, spans, subject.witness(spans[0]), hint)
