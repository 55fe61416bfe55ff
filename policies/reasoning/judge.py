"""What the rules that hold come to: the word, the limits, and the rules that decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from policies.currency import half_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.policy import Block
    from policies.spans import Value

Word: TypeAlias = Literal["must", "may", "needs", "never", "none", "depends"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one remedy and one role.

    `limits` are minor units by rank, None where nothing may be given or nothing is measured; `entitled` is what the
    customer must get; `needs` the rank that has to be asked; `deciding` the rules that decided, as bits.
    """

    word: Word
    limits: tuple[int | None, ...]
    entitled: int | None = None
    needs: int | None = None
    deciding: int = 0
    conflict: bool = False


def judge(block: Block, holding: int, rank: int, known: Mapping[str, Value]) -> Outcome:
    """Return what follows from the rules of `block` that hold.

    Never beats may; must and never together are referred to the top of the ladder and paid by nobody below. A rule
    whose amount needs a fact that is not known counts for the word, and for no limit.
    """
    nothing: tuple[int | None, ...] = (None,) * len(block.may)
    must, never, may = holding & block.must, holding & block.never, holding & block.may[-1]
    if never and must:
        return Outcome("needs", nothing, needs=len(block.may) - 1, deciding=must | never, conflict=True)
    if never:
        return Outcome("never", nothing, deciding=never)
    if not must and not may:
        return Outcome("none", nothing)
    amounts = (
        {bit: amount_of(block, bit, known) for bit in bits_of(must | may)} if block.remedy.in_money else {}
    )
    limits = _limits(block, amounts) if amounts else nothing
    if must:
        return _entitled(block, must, may & block.may[rank], rank, amounts, limits)
    if allowed := may & block.may[rank]:
        return Outcome("may", limits, deciding=_reaching(allowed, limits[rank], amounts))
    needs = min(block.rules[bit].who.rank for bit in bits_of(may))
    return Outcome(
        "needs", limits, needs=needs, deciding=_reaching(may & block.may[needs], limits[needs], amounts)
    )


def amount_of(block: Block, bit: int, known: Mapping[str, Value]) -> int | None:
    """Return what a rule gives, in minor units, or None where it is not measured or not yet known."""
    fixed = block.fixed[bit]
    limit = block.rules[bit].limit
    if fixed is not None or limit is None or not limit.facts <= known.keys():
        return fixed
    return half_up(limit.of(known))


def bits_of(bits: int) -> Iterator[int]:
    """Return the places of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _limits(block: Block, amounts: Mapping[int, int | None]) -> tuple[int | None, ...]:
    best: list[int | None] = [None] * len(block.may)
    for bit, amount in amounts.items():
        rank = block.rules[bit].who.rank
        best[rank] = _more(best[rank], amount)
    for rank in range(1, len(best)):
        best[rank] = _more(best[rank], best[rank - 1])
    return tuple(best)


def _more(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)


def _entitled(
    block: Block,
    must: int,
    may: int,
    rank: int,
    amounts: Mapping[int, int | None],
    limits: tuple[int | None, ...],
) -> Outcome:
    entitled: int | None = None
    for bit in bits_of(must):
        entitled = _more(entitled, amounts.get(bit))
    deciding = _reaching(must, entitled, amounts)
    lowest = min(block.rules[bit].who.rank for bit in bits_of(deciding))
    limit = limits[rank]
    if limit is not None and entitled is not None and limit > entitled:
        deciding |= _reaching(may, limit, amounts)
    return Outcome("must", limits, entitled, lowest if lowest > rank else None, deciding)


def _reaching(bits: int, amount: int | None, amounts: Mapping[int, int | None]) -> int:
    """Return those of `bits` that give exactly `amount`, and all of them where nothing is measured."""
    if amount is None:
        return bits
    reaching = 0
    for bit in bits_of(bits):
        if amounts[bit] == amount:
            reaching |= 1 << bit
    return reaching
