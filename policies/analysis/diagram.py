"""A decision diagram: which ending every case comes to, with equal continuations kept once.

    root ── axis ──┬── segments ──> node ── axis ──┬── segments ──> ending
                   └── segments ──> ending         └── segments ──> node …

It is built from the top: the state is the set of rows still standing, states seen before continue as
before, and nodes with the same branches are one node (hash-consing). A node all of whose branches agree is
left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from policies.analysis.box import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from policies.analysis.grid import Box, Grid
    from policies.analysis.meter import Meter

Ending = TypeVar("Ending", bound="Hashable")


def keep_all(live: int, _surely: int) -> int:
    """Keep all rows."""
    return live


class Diagram(Generic[Ending]):
    """The diagram of a grid.

    Args:
        grid: the rows and axes.
        settle: given the rows standing and those of them that stand whatever is asked next, the ending if
        that is
            certain, else None; at the end of the order, where the two are the same, it must answer.
        meter: counts the branches looked at.
        reduce: given the same, those of the rows standing that can still make a difference; the fewer, the
            more states are the same.

    Raises:
        TooComplex: the meter has run out.
    """

    def __init__(
        self,
        grid: Grid,
        settle: Callable[[int, int], Ending | None],
        meter: Meter,
        reduce: Callable[[int, int], int] = keep_all,
    ) -> None:
        self._grid = grid
        self._order = range(len(grid.axes))
        self._done = grid.done(self._order)
        self._settle = settle
        self._reduce = reduce
        self._meter = meter
        self._memo: list[dict[int, int]] = [{} for _ in range(len(self._order) + 1)]
        self._known: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        self._nodes: list[tuple[int, tuple[tuple[int, int], ...]]] = []
        self._endings: dict[Ending, int] = {}
        self.root = self._state(0, grid.everyone)

    @property
    def endings(self) -> tuple[Ending, ...]:
        """Every ending that some case comes to."""
        return tuple(self._endings)

    def boxes(self, ending: Ending) -> list[Box]:
        """Return the cases of one ending as disjoint boxes, merged where that is easy."""
        wanted = self._endings.get(ending)
        if wanted is None:
            return []
        found: list[Box] = []
        self._collect(self.root, wanted, list(self._grid.everywhere), found, self._leading(wanted))
        return merged(found, self._meter)

    def _state(self, level: int, live: int) -> int:
        live = self._reduce(live, live & self._done[level])
        memo = self._memo[level]
        known = memo.get(live)
        if known is not None:
            return known
        ending = self._settle(live, live & self._done[level])
        if ending is not None:
            node = self._endings.setdefault(ending, -1 - len(self._endings))
        else:
            node = self._ask(level, live)
        memo[live] = node
        return node

    def _ask(self, level: int, live: int) -> int:
        axis = self._grid.axes[self._order[level]]
        if not axis.uses & live:
            self._meter.spend()
            return self._state(level + 1, live)
        self._meter.spend(len(axis.branches))
        ways: dict[int, int] = {}
        for mask, places in axis.branches:
            left = live & mask
            ways[left] = ways.get(left, 0) | places
        children: dict[int, int] = {}
        for left, places in ways.items():
            child = self._state(level + 1, left)
            children[child] = children.get(child, 0) | places
        if len(children) == 1:
            return next(iter(children))
        key = (level, tuple(children.items()))
        if key not in self._known:
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]

    def _leading(self, wanted: int) -> list[bool]:
        """Return, for every node, whether some case below it comes to the ending; children stand before
        parents."""
        leading: list[bool] = []
        for _, children in self._nodes:
            leading.append(any(child == wanted or (child >= 0 and leading[child]) for child, _ in children))
        return leading

    def _collect(self, node: int, wanted: int, box: list[int], found: list[Box], leading: list[bool]) -> None:
        if node < 0:
            if node == wanted:
                self._meter.spend(len(box))
                found.append(tuple(box))
            return
        if not leading[node]:
            return
        level, children = self._nodes[node]
        at = self._order[level]
        before = box[at]
        for child, places in children:
            box[at] = places
            self._collect(child, wanted, box, found, leading)
        box[at] = before
