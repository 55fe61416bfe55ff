"""Refusals: cases in which rules apply, but all of them forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.diagram import Diagram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from policies.analysis.finding import Finding
    from policies.analysis.subject import Subject

REFUSED = True
MOST = 12
"""Boxes that are reported one by one; the last finding has all that remain."""


def find_refusals(subject: Subject) -> Iterator[Finding]:
    """Yield a warning for every box of cases in which some rule forbids and nothing is left to offer.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    settling = _Settling(subject)
    if not settling.never:
        return
    grid = subject.grid(subject.policy.rules)
    diagram = Diagram(grid, settling.settle, subject.meter(), settling.reduce)
    boxes = [grid.spans(box) for box in diagram.boxes(REFUSED)]
    line = subject.policy.rules[0].line
    for at in range(min(len(boxes), MOST)):
        said = boxes[at:] if at == MOST - 1 else [boxes[at]]
        message = "the only rules that apply forbid, so there is nothing to offer"
        hint = "add what can be done instead, if only an explanation"
        yield subject.finding("gap", "warning", line, message, said, subject.witness(said[0]), hint)


class _Settling:
    """Tells from the rules standing whether some forbid and nothing is offered."""

    def __init__(self, subject: Subject) -> None:
        rules = subject.policy.rules
        forbidden = {rule.remedy.key for rule in rules if rule.effect == "never"}
        self.never = _bits(rule.effect == "never" for rule in rules)
        self.may = _bits(rule.effect == "may" for rule in rules)
        self.gives = _bits(
            rule.effect == "must" or (rule.effect == "may" and rule.remedy.key not in forbidden)
            for rule in rules
        )
        self.doubtful = [
            (
                _bits(rule.effect == "may" and rule.remedy.key == remedy for rule in rules),
                _bits(rule.effect == "never" and rule.remedy.key == remedy for rule in rules),
            )
            for remedy in sorted(forbidden)
        ]

    def reduce(self, live: int, surely: int) -> int:
        """Return the rows standing without those that change nothing once some rule surely forbids."""
        if not (forbids := surely & self.never):
            return live
        first = forbids & -forbids
        for may, never in self.doubtful:
            if surely & never:
                live &= ~may
            if not live & may:
                live &= ~never | first
        return live

    def settle(self, live: int, surely: int) -> bool | None:
        if surely & self.gives or not live & self.never:
            return False
        if surely & self.may and any(surely & may and not live & never for may, never in self.doubtful):
            return False
        if live == surely or (surely & self.never and not live & (self.gives | self.may)):
            return True
        return None


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << at for at, flag in enumerate(flags) if flag)
