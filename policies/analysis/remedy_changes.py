"""What changes for one remedy between an old and a new policy.

The rows of both stand in one grid, and for each role one diagram leads every case to a pair of stands, old
and new. Where no row stands but those that both have alike, the pair is known to be equal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from policies.analysis.alignment import known_to
from policies.analysis.change import VerdictChange
from policies.analysis.comparison import Comparison
from policies.analysis.contest import Contests
from policies.analysis.diagram import Diagram
from policies.analysis.finding import Witness
from policies.analysis.grid import Grid
from policies.analysis.sample import decimals_of, plain_value, value_of
from policies.analysis.stand import Prices, Stand, Stands
from policies.analysis.words import region
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from policies.analysis.alignment import Alignment
    from policies.analysis.comparison import Outcome
    from policies.analysis.meter import Meter
    from policies.policy import Policy
    from policies.spans import Spans
    from policies.vocabulary import Remedy, Role

    Pair: TypeAlias = tuple[Stand, Stand]
    Region: TypeAlias = Mapping[str, Spans]

EQUAL: Pair = (Stand("none"), Stand("none"))
"""The ending of all cases that come out alike, whatever they come out as."""


class RemedyChanges:
    """One comparison; bits are the old rules, then the new ones.

    Raises:
        TooComplex: the meter has run out, or who may pay what is due depends on amounts in too many ways.
    """

    def __init__(self, alignment: Alignment, remedy: Remedy, as_of: date | None, meter: Meter) -> None:
        self._alignment, self._remedy, self._as_of, self._meter = alignment, remedy, as_of, meter
        sides = [
            [rule for rule in policy.rules if rule.remedy.key == remedy.key]
            for policy in (alignment.old, alignment.new)
        ]
        self._prices = Prices()
        self._old, self._new = (Stands(rules, self._prices) for rules in sides)
        self._shift = len(sides[0])
        self._rules = [rule for rules in sides for rule in rules]
        self._rows = [alignment.row(rule) for rule in self._rules]
        self._possible = sum(1 << bit for bit, row in enumerate(self._rows) if row is not None)
        self._alone = self._without_twin()
        meter.spend(sum(len(rules) ** 2 for rules in sides) // 2)
        self._outdone = [*self._old.outdone(), *(rows << self._shift for rows in self._new.outdone())]
        self._outdoing = sum(1 << bit for bit, rows in enumerate(self._outdone) if rows) & self._possible
        self._grid = Grid(alignment.facts, [row or {} for row in self._rows])
        ladder = [role.key for _, role in alignment.roles]
        self._comparison = Comparison(self._prices, Contests(self._grid.facts, meter), ladder)

    def found(self) -> list[VerdictChange]:
        """Return the changes; roles for which the same changes stand together."""
        shared: dict[tuple[object, ...], VerdictChange] = {}
        for before, after in self._alignment.roles:
            for change in self._of_role(before, after):
                key = (change.kind, change.regions, change.where, change.old, change.new)
                first = shared.get(key)
                roles = (*first.roles, after.key) if first else change.roles
                shared[key] = replace(first or change, roles=roles)
        return list(shared.values())

    def _without_twin(self) -> int:
        """Return the rules that the other revision does not have alike, as bits."""
        old, new = self._alignment.old.vocabulary, self._alignment.new.vocabulary
        if [role.key for role in old.roles] != [role.key for role in new.roles]:
            return self._possible
        sides: tuple[dict[object, int], dict[object, int]] = ({}, {})
        for bit, (rule, row) in enumerate(zip(self._rules, self._rows, strict=True)):
            if row is not None:
                amount = self._prices.number(rule.limit, rule.limit_text) if rule.limit else None
                cells = tuple((key, row[key].cuts) for key in sorted(row))
                kind = (cells, rule.effect, rule.who.key, amount)
                side = sides[bit >= self._shift]
                side[kind] = side.get(kind, 0) | (1 << bit)
        alone = self._possible
        for twin in sides[0].keys() & sides[1].keys():
            alone &= ~(sides[0][twin] | sides[1][twin])
        return alone

    def _of_role(self, before: Role, after: Role) -> Iterator[VerdictChange]:
        below = (1 << self._shift) - 1

        def settle(live: int, surely: int) -> Pair | None:
            live &= self._possible
            if not live & self._alone:
                return EQUAL
            if live != surely & self._possible:
                return None
            self._meter.spend(8 + 4 * live.bit_count())
            pair = self._old.of(live & below, before.rank), self._new.of(live >> self._shift, after.rank)
            return EQUAL if pair[0] == pair[1] else pair

        diagram = Diagram(self._grid, settle, self._meter, self._reduce)
        for pair in diagram.endings:
            if pair != EQUAL:
                boxes: list[Region] = [self._grid.spans(box) for box in diagram.boxes(pair)]
                yield from self._of_pair(pair, boxes, after)

    def _reduce(self, live: int, surely: int) -> int:
        """Return the rows standing without those that a row of the same side outdoes, whatever comes."""
        for bit in bits_of(surely & self._outdoing):
            if live >> bit & 1:
                live &= ~self._outdone[bit]
        return live

    def _of_pair(self, pair: Pair, boxes: list[Region], role: Role) -> Iterator[VerdictChange]:
        cases: dict[tuple[str, str], list[tuple[Region, Outcome]]] = {}
        for box in boxes:
            for outcome in self._comparison.outcomes(*pair, box):
                cases.setdefault((outcome.kind, outcome.where), []).append((box, outcome))
        for found in cases.values():
            box, outcome = found[0]
            yield VerdictChange(
                complaint=self._alignment.new.complaint,
                remedy=self._remedy.key,
                remedy_label=self._remedy.label,
                roles=(role.key,),
                kind=outcome.kind,
                regions=tuple(region(self._alignment.facts, each) for each, _ in found),
                where=outcome.where,
                old=self._old.words(pair[0]),
                new=self._new.words(pair[1]),
                before=self._witness(self._alignment.old, box, outcome, role),
                after=self._witness(self._alignment.new, box, outcome, role),
            )

    def _witness(self, policy: Policy, box: Region, outcome: Outcome, role: Role) -> Witness:
        facts = self._alignment.facts
        shown = {}
        for fact in facts:
            if fact.key in outcome.exactly:
                value = value_of(outcome.exactly[fact.key], stepped=fact.stepped)
            else:
                spans = box.get(fact.key, fact.domain)
                value = plain_value(spans, decimals_of([fact.domain]), stepped=fact.stepped)
            shown[fact.key] = fact.show(value)
        known = known_to(policy.vocabulary, shown, facts)
        words = ", ".join(f"{fact.label} {known[fact.key]}" for fact in facts if fact.key in known)
        days = [day for day in (policy.effective, policy.vocabulary.effective) if day is not None]
        return Witness(policy.complaint, role.key, known, self._as_of or max(days, default=None), words)
