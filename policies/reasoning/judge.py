"""What the rules that hold come to: the word, the limits, and the rules that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.policy import Block
    from policies.spans import Value

Word: TypeAlias = Literal["must", "may", "needs", "never", "none", "depends"]


class Outcome(NamedTuple):
    """The outcome for one remedy and one role.

    `limits` are minor units by rank, None where nothing may be given or nothing is measured; `entitled` is
    what the customer must get; `needs` the rank that has to be asked; `deciding` the rules that decided, as
    bits.
    """

    word: Word
    limits: tuple[int | None, ...]
    entitled: int | None = None
    needs: int | None = None
    deciding: int = 0
    conflict: bool = False


class Amounts(dict[int, "int | None"]):
    """What each rule of a block gives, in minor units, worked out when it is first asked for.

    None stands for a remedy that is not measured, or an amount that needs a fact which is not known.
    """

    def __init__(self, block: Block, known: Mapping[str, Value]) -> None:
        super().__init__()
        self._block = block
        self._known = known

    def __missing__(self, bit: int) -> int | None:
        amount = self._block.fixed[bit]
        price = self._block.prices[bit]
        if amount is None and price is not None and self._block.needed[bit] <= self._known.keys():
            amount = price(self._known)
        self[bit] = amount
        return amount


def judge(block: Block, holding: int, rank: int, amounts: Amounts) -> Outcome:
    """Return what follows from the rules of `block` that hold.

    Never beats may; must and never together are referred to the top of the ladder and paid by nobody below. A
    rule whose amount is not known counts for the word, and for no limit.
    """
    nothing = block.nothing
    must, never, may = holding & block.must, holding & block.never, holding & block.may[-1]
    if never and must:
        return Outcome("needs", nothing, needs=len(nothing) - 1, deciding=must | never, conflict=True)
    if never:
        return Outcome("never", nothing, deciding=never)
    if not must and not may:
        return Outcome("none", nothing)
    limits = _limits(block, must | may, amounts) if block.remedy.in_money else nothing
    if must:
        return _entitled(block, holding, rank, limits, amounts)
    if allowed := may & block.may[rank]:
        return Outcome("may", limits, deciding=_reaching(allowed, limits[rank], amounts))
    needs = min(block.rules[bit].who.rank for bit in bits_of(may))
    return Outcome(
        "needs", limits, needs=needs, deciding=_reaching(may & block.may[needs], limits[needs], amounts)
    )


def bits_of(bits: int) -> Iterator[int]:
    """Return the places of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _limits(block: Block, giving: int, amounts: Amounts) -> tuple[int | None, ...]:
    best: list[int | None] = list(block.nothing)
    for bit in bits_of(giving):
        rank = block.rules[bit].who.rank
        best[rank] = _more(best[rank], amounts[bit])
    for rank in range(1, len(best)):
        best[rank] = _more(best[rank], best[rank - 1])
    return tuple(best)


def _more(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _entitled(
    block: Block, holding: int, rank: int, limits: tuple[int | None, ...], amounts: Amounts
) -> Outcome:
    must, limit = holding & block.must, limits[rank]
    entitled: int | None = None
    for bit in bits_of(must):
        entitled = _more(entitled, amounts[bit])
    deciding = _reaching(must, entitled, amounts)
    lowest = min(block.rules[bit].who.rank for bit in bits_of(deciding))
    if limit is not None and entitled is not None and limit > entitled:
        deciding |= _reaching(holding & block.may[rank], limit, amounts)
    return Outcome("must", limits, entitled, lowest if lowest > rank else None, deciding)


def _reaching(bits: int, amount: int | None, amounts: Amounts) -> int:
    """Return those of `bits` that give exactly `amount`, and all of them where nothing is measured."""
    if amount is None:
        return bits
    reaching = 0
    for bit in bits_of(bits):
        if amounts[bit] == amount:
            reaching |= 1 << bit
    return reaching
