"""Money: integer minor units of one currency, read and shown as decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from policies.problem import Refusal

EXACT = Context(prec=400)
"""Arithmetic wide enough never to round: numbers have at most `DIGITS` digits, and amounts multiply two of
them."""
DIGITS = 30

_NUMBER = re.compile(r"[+-]? ?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
# ISO 4217, minor units other than 2.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO 4217 code; `exponent` is how many decimals its minor unit has."""

    code: str

    @property
    def exponent(self) -> int:
        """The number of decimals: 2 for GBP, 0 for JPY, 3 for BHD."""
        return _EXPONENTS.get(self.code, 2)

    def minor(self, text: str) -> int:
        """Return the amount written in `text` in minor units; refuse more decimals than there are."""
        units, point, rest = text.partition(".")
        if point and len(rest) == self.exponent and len(text) <= DIGITS and text.isascii():
            digits = units + rest
            if units and rest and digits.isdigit():
                return int(digits)
        return self.exact_minor(decimal_of(text), text)

    def exact_minor(self, amount: Decimal, written: str) -> int:
        """Return an amount in minor units; refuse what is not a whole number of them."""
        scaled = EXACT.scaleb(amount, self.exponent)
        whole = int(scaled)
        if whole != scaled:
            decimals = f"{self.exponent} decimals" if self.exponent else "no decimals"
            raise Refusal(
                "too-precise", f"`{written}` is finer than {self.code} has", f"{self.code} has {decimals}"
            )
        return whole

    def show(self, minor: int) -> str:
        """Return an amount as a decimal string with exactly the currency's decimals.

        >>> Currency("GBP").show(4000), Currency("JPY").show(4000), Currency("GBP").show(-5)
        ('40.00', '4000', '-0.05')
        """
        exponent = self.exponent
        if not exponent:
            return str(minor)
        digits = str(abs(minor)).zfill(exponent + 1)
        return f"{'-' if minor < 0 else ''}{digits[:-exponent]}.{digits[-exponent:]}"


def decimal_of(text: str) -> Decimal:
    """Return the plain decimal number written in `text`: digits, at most one point, at most one sign."""
    if not _NUMBER.fullmatch(text):
        raise Refusal("bad-number", f"`{text}` is not a number", unit_hint(text))
    digits = text.replace(" ", "")
    if len(digits) > DIGITS:
        raise Refusal("bad-number", f"`{digits[:12]}…` has more than {DIGITS} digits", "write it shorter")
    return Decimal(digits)


def unit_hint(text: str) -> str:
    """Return what to write instead, where a number stands among units or signs, or two numbers with a
    dash."""
    found = re.findall(r"[0-9]+(?:\.[0-9]+)?", text)
    if len(found) == 2 and re.fullmatch(r"[0-9.]+ ?(?:-|to|and|bis) ?[0-9.]+", text):
        return f"write `{found[0]}..{found[1]}`"
    if len(found) == 1 and len(found[0]) <= DIGITS:
        if text.startswith(("!", "<>")):
            return f"write `not({found[0]})`"
        return f"write `{found[0]}`; the unit and the currency stand in the vocabulary"
    return "write a plain number such as `30` or `12.50`"
