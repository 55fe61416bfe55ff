"""A formula over columns: an amount in integers of a fraction of the minor unit, exact or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policies.amount import Combined, Fixed
from policies.batch.intake import SAFE
from policies.price import price_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from policies.amount import Amount
    from policies.batch.intake import Given

TOO_LARGE = -2
"""Stands for an amount beyond 64 bits."""


class Formula:
    """One rule's amount over columns of facts."""

    def __init__(self, amount: Amount) -> None:
        self.amount = amount
        self._scale: int = 10 ** _decimals(amount)

    def of(self, given: Mapping[str, Given], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return minor units for some rows, rounded half up; `TOO_LARGE` where 64 bits do not hold them."""
        values: dict[str, NDArray[np.int64]] = {}
        most: dict[str, int] = {}
        for key in self.amount.facts:
            whole = given[key].whole(rows)
            if whole is None:
                return self._one_by_one(given, rows)
            values[key] = whole
            most[key] = max(abs(int(whole.max())), abs(int(whole.min()))) if whole.size else 0
        if 2 * self._reach(self.amount, most) + self._scale >= SAFE:
            return self._one_by_one(given, rows)
        scaled = self._scaled(self.amount, values)
        rounded = (2 * scaled + self._scale) // (2 * self._scale)
        return np.broadcast_to(np.maximum(rounded, 0), rows.shape)

    def _one_by_one(self, given: Mapping[str, Given], rows: NDArray[np.intp]) -> NDArray[np.int64]:
        found, price = np.empty(len(rows), np.int64), price_of(self.amount)
        for at, row in enumerate(rows.tolist()):
            minor = price({key: given[key].value(row) for key in self.amount.facts})
            found[at] = minor if minor < SAFE else TOO_LARGE
        return found

    def _reach(self, amount: Amount, most: Mapping[str, int]) -> int:
        """Return what no scaled value on the way to this amount exceeds."""
        if isinstance(amount, Fixed):
            return amount.minor * self._scale
        if isinstance(amount, Combined):
            return sum(self._reach(part, most) for part in amount.parts)
        return max(1, most[amount.fact.key]) * int(amount.rate * self._scale)

    def _scaled(
        self, amount: Amount, values: Mapping[str, NDArray[np.int64]]
    ) -> NDArray[np.int64] | np.int64:
        if isinstance(amount, Fixed):
            return np.int64(amount.minor * self._scale)
        if not isinstance(amount, Combined):
            return values[amount.fact.key] * np.int64(int(amount.rate * self._scale))
        first, *others = (self._scaled(part, values) for part in amount.parts)
        for other in others:
            if amount.how == "sum":
                first = first + other
            else:
                first = np.minimum(first, other) if amount.how == "min" else np.maximum(first, other)
        return first


def _decimals(amount: Amount) -> int:
    if isinstance(amount, Fixed):
        return 0
    if isinstance(amount, Combined):
        return max(_decimals(part) for part in amount.parts)
    return max(0, -int(amount.rate.as_tuple().exponent))
