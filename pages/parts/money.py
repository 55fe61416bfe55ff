"""Money as people read it: minor units of a currency with its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from policies.currency import Currency

_SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}


def amount(minor: int, currency: Currency) -> str:
    """An amount in minor units, with the currency's sign where it has a common one, else its code.

    >>> from policies.currency import Currency
    >>> amount(4000, Currency("GBP")), amount(120, Currency("CHF"))
    ('£40.00', 'CHF 1.20')
    """
    shown = currency.show(abs(minor))
    sign = _SIGNS.get(currency.code, f"{currency.code} ")
    return f"{'−' if minor < 0 else ''}{sign}{shown}"
