"""A stand: the verdict of one role on one remedy as a formula, from the rows that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policies.analysis.pieces import terms_of
from policies.price import constant
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from policies.amount import Amount
    from policies.analysis.pieces import Terms
    from policies.reasoning.judge import Word
    from policies.rule import Rule

ORDER = {"never": 0, "none": 1, "needs": 2, "may": 3, "must": 4}
"""Words from the least to the most for the customer."""


class Stand(NamedTuple):
    """A verdict before its amounts are worked out.

    `needs` is the key of the role to be asked, where that is the same in all cases. The greatest of the
    amounts in `limit` is the role's own limit; `due` are the amounts of which the greatest must be paid,
    each with the lowest role that may. Amounts are numbers of `Prices`.
    """

    word: Word
    needs: str | None = None
    limit: frozenset[int] = frozenset()
    due: frozenset[tuple[str, int]] = frozenset()

    @property
    def entitled(self) -> frozenset[int]:
        """The amounts of which the greatest must be paid."""
        return frozenset(number for _, number in self.due)


class Prices:
    """Amounts by number: equal formulas have one number, whatever page they stand on."""

    def __init__(self) -> None:
        self.amounts: list[Amount] = []
        self.texts: list[str] = []
        self._known: dict[Terms, int] = {}

    def number(self, amount: Amount, text: str) -> int:
        """Return the number of an amount; `text` is how it is said."""
        terms = terms_of(amount)
        if terms not in self._known:
            self._known[terms] = len(self.amounts)
            self.amounts.append(amount)
            self.texts.append(text)
        return self._known[terms]

    def greatest(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return the amounts that can be the greatest: of fixed ones only one is left."""
        kept = frozenset(numbers)
        fixed = [number for number in kept if not self.amounts[number].facts]
        if len(fixed) < 2:
            return kept
        best = max(fixed, key=lambda number: constant(self.amounts[number]))
        return kept.difference(fixed) | {best}

    def reaches(self, number: int, other: int) -> bool:
        """Whether a fixed amount is as much as another fixed one."""
        one, two = self.amounts[number], self.amounts[other]
        return not one.facts and not two.facts and constant(one) >= constant(two)

    def words(self, numbers: frozenset[int]) -> str:
        """Return the greatest of some amounts in words."""
        texts = sorted(self.texts[number] for number in numbers)
        return texts[0] if len(texts) == 1 else f"the most of {', '.join(texts)}"


class Stands:
    """The stands of one revision on one remedy.

    Args:
        rules: its rules about the remedy; bit 0 is the first.
        prices: the amounts of both revisions.
    """

    def __init__(self, rules: Sequence[Rule], prices: Prices) -> None:
        self._prices = prices
        self._who = [rule.who for rule in rules]
        self._must, self._may, self._never = (
            sum(1 << bit for bit, rule in enumerate(rules) if rule.effect == effect)
            for effect in ("must", "may", "never")
        )
        self._numbers = [
            -1 if rule.limit is None else prices.number(rule.limit, rule.limit_text) for rule in rules
        ]

    def outdone(self) -> list[int]:
        """Return, for every rule, those that change nothing wherever it holds too, as bits."""
        return [
            sum(1 << other for other in range(len(self._who)) if other != bit and self._outdoes(bit, other))
            for bit in range(len(self._who))
        ]

    def _outdoes(self, bit: int, other: int) -> bool:
        """Whether one rule leaves another nothing to do; of two alike only the first outdoes the other."""
        never, must, due = self._never >> bit & 1, self._must >> bit & 1, self._must >> other & 1
        if self._never >> other & 1 or never:
            return bool(never and not due and (bit < other or not self._never >> other & 1))
        if due and not must:
            return False
        reached = self._reaches(bit, other)
        if self._numbers[bit] < 0 and must and not due:
            return True
        if not reached or self._who[bit].rank > self._who[other].rank:
            return False
        alike = must == due and self._who[bit].rank == self._who[other].rank and self._reaches(other, bit)
        return not alike or bit < other

    def _reaches(self, bit: int, other: int) -> bool:
        """Whether one rule's amount is as much as another's, as far as that can be told without a contest."""
        one, two = self._numbers[bit], self._numbers[other]
        return one == two or (one >= 0 and two >= 0 and self._prices.reaches(one, two))

    def of(self, holding: int, rank: int) -> Stand:
        """Return the stand of the role of a rank where exactly the rows `holding` hold."""
        must, never, may = holding & self._must, holding & self._never, holding & self._may
        if never:
            return Stand("needs", REFERRED) if must else Stand("never")
        own = sum(1 << bit for bit in bits_of(must | may) if self._who[bit].rank <= rank)
        limit = self._prices.greatest(self._numbers[bit] for bit in bits_of(own) if self._numbers[bit] >= 0)
        if must:
            return self._due(must, rank, limit)
        if own:
            return Stand("may", None, limit)
        return Stand("needs", self._lowest(may)) if may else Stand("none")

    def _due(self, must: int, rank: int, limit: frozenset[int]) -> Stand:
        if any(self._numbers[bit] < 0 for bit in bits_of(must)):
            lowest = min((self._who[bit] for bit in bits_of(must)), key=lambda role: role.rank)
            return Stand("must", lowest.key if lowest.rank > rank else None)
        by_role: dict[str, list[int]] = {}
        for bit in bits_of(must):
            role = self._who[bit]
            by_role.setdefault(role.key if role.rank > rank else OWN, []).append(self._numbers[bit])
        due = {(key, number) for key, numbers in by_role.items() for number in self._prices.greatest(numbers)}
        return Stand("must", None, limit, frozenset(due))

    def _lowest(self, rows: int) -> str:
        return min((self._who[bit] for bit in bits_of(rows)), key=lambda role: role.rank).key

    def words(self, stand: Stand) -> str:
        """Return a stand in words: `may up to 20% of Order value`."""
        if stand.needs == REFERRED:
            return "both due and forbidden"
        said: str = "not offered" if stand.word == "none" else stand.word
        if stand.needs:
            said += f" {stand.needs}" if stand.word == "needs" else f", through {stand.needs}"
        if stand.due:
            said += f" {self._prices.words(stand.entitled)}"
            through = sorted({key for key, _ in stand.due} - {OWN})
            said += f", through {' or '.join(through)}" if through else ""
        if stand.limit and stand.limit != stand.entitled:
            said += f"{',' if stand.due else ''} up to {self._prices.words(stand.limit)}"
        return said


OWN = ""
"""Stands for the role itself and all below it, where it is named who may pay what is due."""
REFERRED = "*"
"""Stands for the top of the ladder, to which a collision is referred."""
