"""A comparison: what two stands come to in one box of cases, and which way they differ.

Each part of a verdict (the word, the role to ask, the role's own limit, what is due) goes up in some cases
of the box, down in some, or neither: `Ways` has a case for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policies.analysis.contest import Rival
from policies.analysis.meter import TooComplex
from policies.analysis.stand import ORDER, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from policies.analysis.change import Kind
    from policies.analysis.contest import Contests
    from policies.analysis.stand import Prices, Stand
    from policies.spans import Spans

    Box: TypeAlias = Mapping[str, Spans]
    Point: TypeAlias = Mapping[str, Fraction]


class Ways(NamedTuple):
    """A case in which a part is more than before, and one in which it is less; None where there is none."""

    up: Point | None = None
    down: Point | None = None
    sideways: bool = False


class Outcome(NamedTuple):
    """One change in a box; `where` narrows it in words, `exactly` is a case of it."""

    kind: Kind
    where: str
    exactly: Point


SAME, UP, DOWN, SIDEWAYS = Ways(), Ways(up={}), Ways(down={}), Ways(sideways=True)


class Comparison:
    """Compares stands of one role.

    Args:
        prices: the amounts of both revisions.
        contests: settles which amount is more.
        ladder: the keys of the roles that both have, lowest first.
    """

    def __init__(self, prices: Prices, contests: Contests, ladder: Sequence[str]) -> None:
        self._prices = prices
        self._contests = contests
        self._rank = {key: rank for rank, key in enumerate([OWN, *ladder])}

    def outcomes(self, old: Stand, new: Stand, box: Box) -> Iterator[Outcome]:
        """Yield how the verdict changes in a box; nothing where it is the same in every case of it.

        Raises:
            TooComplex: it cannot be told within the budget.
        """
        parts = [self._words(old, new), self._roles(old, new, box)]
        if old.limit and new.limit:
            parts.append(self._amounts(old.limit, new.limit, box))
        elif old.limit or new.limit:
            lost = DOWN if old.limit else UP
            parts.append(SIDEWAYS if old.word == new.word == "may" else lost)
        if old.due and new.due and (old.entitled, new.entitled) != (old.limit, new.limit):
            parts.append(self._amounts(old.entitled, new.entitled, box))
        differing = [part for part in parts if part != SAME]
        if len(differing) == 1 and differing[0].up is not None and differing[0].down is not None:
            yield from self._split(old, new, differing[0])
            return
        ups = [part.up for part in differing if part.up is not None]
        downs = [part.down for part in differing if part.down is not None]
        if (ups and downs) or any(part.sideways for part in differing):
            yield Outcome("changed", "", max([*ups, *downs, {}], key=len))
        elif ups or downs:
            yield Outcome("looser" if ups else "tighter", "", max([*ups, *downs], key=len))

    def _split(self, old: Stand, new: Stand, part: Ways) -> Iterator[Outcome]:
        """Yield the two sides of amounts of which now one, now the other is more."""
        limits = (old.limit, new.limit) if old.limit != new.limit else (old.entitled, new.entitled)
        before, after = (self._prices.words(numbers) for numbers in limits)
        yield Outcome("looser", f"where {after} is more than {before}", part.up or {})
        yield Outcome("tighter", f"where {before} is more than {after}", part.down or {})

    def _words(self, old: Stand, new: Stand) -> Ways:
        return _way(ORDER[new.word] - ORDER[old.word])

    def _roles(self, old: Stand, new: Stand, box: Box) -> Ways:
        if old.word != new.word or (old.needs, old.due) == (new.needs, new.due):
            return SAME
        before, after = self._asked(old, box), self._asked(new, box)
        if len(before) > 1 or len(after) > 1:
            raise TooComplex
        if before == after:
            return SAME
        ranks = [self._rank.get(key) for key in (*before, *after)]
        if ranks[0] is None or ranks[1] is None:
            return SIDEWAYS
        return _way(ranks[0] - ranks[1])

    def _asked(self, stand: Stand, box: Box) -> set[str]:
        """Return every role that somewhere in a box is the lowest that may pay what is due, or that is
        asked."""
        keys = {key for key, _ in stand.due}
        if len(keys) < 2:
            return keys or {stand.needs or OWN}
        ordered = sorted(keys, key=lambda key: (self._rank.get(key, len(self._rank)), key))
        if any(key not in self._rank for key in keys):
            raise TooComplex
        return {
            key
            for place, key in enumerate(ordered)
            if any(
                self._contests.won(
                    self._prices.amounts[own],
                    [
                        Rival(self._prices.amounts[number], tie=other not in ordered[:place])
                        for other, number in sorted(stand.due)
                        if number != own or other in ordered[:place]
                    ],
                    box,
                )
                is not None
                for other_key, own in sorted(stand.due)
                if other_key == key
            )
        }

    def _amounts(self, old: frozenset[int], new: frozenset[int], box: Box) -> Ways:
        if old == new:
            return SAME
        return Ways(up=self._exceeds(new, old, box), down=self._exceeds(old, new, box))

    def _exceeds(self, winners: frozenset[int], others: frozenset[int], box: Box) -> Point | None:
        """Return a case in which the greatest of some amounts is more than the greatest of others."""
        rivals = [Rival(self._prices.amounts[number]) for number in sorted(others)]
        for number in sorted(winners - others):
            point = self._contests.won(self._prices.amounts[number], rivals, box)
            if point is not None:
                return point
        return None


def _way(sign: int) -> Ways:
    return UP if sign > 0 else DOWN if sign < 0 else SAME
