"""A case: the facts about one customer, read into canonical values; what is not known is left out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from policies.currency import DIGITS
from policies.errors import BadFact, UnknownFact, UnknownRole
from policies.fact import Fact
from policies.label import key_of, listed, suggestion, tidy
from policies.problem import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.spans import Value
    from policies.vocabulary import Role, Vocabulary

_YES = {"yes": 1, "y": 1, "true": 1, "no": 0, "n": 0, "false": 0}
LONGEST = 200
"""Characters of a value or a key."""
ABSENT = object()
"""Stands for a fact that is not given."""
KEPT = frozenset([str, int])
"""Types of which no value equals one of another, as `1` equals `True`."""


def read_case(facts: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, Value]:
    """Return the known facts by key, in the vocabulary's order; None and blank text mean unknown.

    Raises:
        UnknownFact: a key the vocabulary does not have, or one given twice.
        BadFact: a value that is malformed, finer than its currency, or outside the fact's `Values`.
    """
    known: dict[str, Value] = {}
    given = 0
    for key, fact in vocabulary.fact_at.items():
        value = facts.get(key, ABSENT)
        if value is not ABSENT:
            given += 1
            read = _read_kept(value, fact) if type(value) in KEPT else read_given(value, fact)
            if read is not None:
                known[key] = read
    return known if given == len(facts) else read_case(by_key(facts, vocabulary), vocabulary)


def by_key(facts: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, object]:
    """Return facts given under any spelling of their labels under their keys."""
    given: dict[str, object] = {}
    for name, value in facts.items():
        fact = vocabulary.fact_at.get(name) or _find(name, vocabulary)
        if fact.key in given:
            raise UnknownFact(f"the fact `{fact.key}` is given twice")
        given[fact.key] = value
    return given


def read_value(value: object, fact: Fact) -> Value:
    """Return the canonical value of a fact given as str, int, Decimal, bool, date or an ordinary float.

    Raises:
        BadFact: it is not a value of the fact.
    """
    return _read_checked(value, fact)


def read_given(value: object, fact: Fact) -> Value | None:
    """Return a fact's canonical value; None where it is None or blank, and so unknown."""
    if value is None or (isinstance(value, str) and len(value) <= LONGEST and not value.strip()):
        return None
    return _read_checked(value, fact)


_read_kept = lru_cache(maxsize=16384)(read_given)
"""The same texts and numbers come again and again; what is refused, as endless ones are, is not kept."""


def _read_checked(value: object, fact: Fact) -> Value:
    try:
        read = _read(value, fact)
    except Refusal as refusal:
        raise BadFact(f"{fact.key}: {refusal.message}", refusal.hint) from None
    if read not in fact.domain:
        raise BadFact(f"{fact.key}: `{fact.show(read)}` cannot occur", fact.within())
    return read


def read_spent(spent: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, int]:
    """Return minor units by budget key from amounts given as str, int, Decimal or an ordinary float.

    Raises:
        UnknownFact: there is no such budget.
        BadFact: an amount that is malformed or finer than the currency.
    """
    keys = {budget.key for budget in vocabulary.budgets}
    found: dict[str, int] = {}
    for name, amount in spent.items():
        if name not in keys:
            raise UnknownFact(f"no budget `{str(name)[:LONGEST]}`", suggestion(str(name)[:LONGEST], keys))
        fact = Fact(key=name, label=name, type="money", currency=vocabulary.currency)
        found[name] = int(read_value(amount, fact))
    return found


def read_role(name: str, vocabulary: Vocabulary) -> Role:
    """Return the role of that key or label.

    Raises:
        UnknownRole: it does not stand on the ladder.
    """
    role = vocabulary.role_at.get(name) or vocabulary.role_at.get(key_of(str(name)[:LONGEST]))
    if role is None:
        labels = [role.label for role in vocabulary.roles]
        hint = suggestion(str(name)[:LONGEST], labels) or f"one of {listed(labels)}"
        raise UnknownRole(f"no role `{str(name)[:LONGEST]}`", hint)
    return role


def _find(name: object, vocabulary: Vocabulary) -> Fact:
    written = str(name)[:LONGEST]
    fact = vocabulary.fact_at.get(key_of(written))
    if fact is None:
        raise UnknownFact(f"no fact `{written}`", suggestion(written, vocabulary.fact_at))
    return fact


def _read(value: object, fact: Fact) -> Value:
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Refusal("bad-value", f"more than {LONGEST} characters")
        text = value if value.isascii() and value.isprintable() and " " not in value else tidy(value)
        if fact.type == "yes/no" and text.lower() in _YES:
            return _YES[text.lower()]
        read = fact.read(text)
        return whole(read) if isinstance(read, Decimal) else read
    if fact.type == "yes/no" and isinstance(value, bool):
        return int(value)
    if fact.type == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal()
    if (
        fact.type in ("number", "money")
        and isinstance(value, (int, float, Decimal))
        and not isinstance(value, bool)
    ):
        number = _number(value)
        return fact.currency.exact_minor(number, str(number)) if fact.type == "money" else whole(number)
    raise Refusal("bad-value", f"a {type(value).__name__} is not a {fact.type}", _EXAMPLES[fact.type])


def whole(number: Decimal) -> Value:
    """Return a number as an integer if it is one, for integers are quicker to compare and to multiply."""
    integer = int(number)
    return integer if integer == number else number


def _number(value: float | Decimal) -> Decimal:
    if isinstance(value, int) and value.bit_length() > 4 * DIGITS:
        raise Refusal("bad-number", f"a number of more than {DIGITS} digits")
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise Refusal("bad-number", f"`{number}` is not a number")
    _, digits, exponent = number.as_tuple()
    if abs(number.adjusted()) >= DIGITS or len(digits) > DIGITS or abs(int(exponent)) > DIGITS:
        raise Refusal("bad-number", f"a number of more than {DIGITS} digits")
    return number


_EXAMPLES = {
    "number": "give a number such as `30`",
    "money": "give an amount such as `12.50`",
    "choice": "give one of its labels",
    "yes/no": "give `yes` or `no`",
    "date": "give a day such as `2026-01-31`",
}
