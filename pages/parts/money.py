"""Money as people read it: minor units of a currency with its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.problem import Refusal

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


def read(written: str, currency: Currency) -> int | None:
    """What somebody wrote as an amount, in minor units; None where it cannot be read as one.

    >>> from policies.currency import Currency
    >>> read("£ 12.5", Currency("GBP")), read("1,200", Currency("GBP")), read("-3", Currency("GBP"))
    (1250, None, None)
    """
    text = written.replace(" ", "").lstrip("£€$").removeprefix(currency.code)
    try:
        minor = currency.minor(text)
    except Refusal:
        return None
    return minor if minor >= 0 else None
