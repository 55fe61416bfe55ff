"""A policy's rules in words for a page: who may do what, when, how much, provided that."""

import re
from decimal import Decimal
from typing import Final

from kb.library.transcluding import RemedyLine
from policies import Policy, Role, Rule
from policies.amount import Amount, Fixed, Times
from policies.analysis.words import phrase
from policies.currency import Currency
from policies.rule import Condition

_DECIMAL: Final = re.compile(r"(?<![\w.])\d+\.\d+")
_SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}


def lines_of(policy: Policy, role: Role | None) -> tuple[RemedyLine, ...]:
    """Return every rule in words, by remedy; with a role, only those that say something about it."""
    currency = policy.vocabulary.currency
    return tuple(
        RemedyLine(
            remedy=rule.remedy.label,
            effect=rule.effect,
            who=_who(rule),
            when=_when(rule, currency),
            how_much=_how_much(rule, currency),
            provided=rule.provided,
            rule=rule.id,
        )
        for rule in policy.ordered
        if role is None or rule.effect != "may" or rule.who.rank <= role.rank
    )


def _who(rule: Rule) -> str:
    if rule.effect == "must":
        return "Must offer"
    if rule.effect == "never":
        return "Never"
    label = rule.who.label
    return f"{label[:1].upper()}{label[1:]} may grant"


def _condition(condition: Condition, currency: Currency) -> str:
    fact = condition.fact
    if fact.type == "yes/no":
        return f"{_lowered(fact.label)}: {condition.text}"
    said = phrase(fact, condition.accepts)
    if fact.type == "money":
        said = _DECIMAL.sub(lambda found: _money(currency.minor(found[0]), currency), said)
    return _lowered(said)


def _when(rule: Rule, currency: Currency) -> str:
    said = [_condition(condition, currency) for condition in rule.conditions]
    words = "; ".join(said) or "in every case"
    return words[:1].upper() + words[1:]


def _how_much(rule: Rule, currency: Currency) -> str:
    if rule.limit is None:
        return ""
    much = amount_in_words(rule.limit, currency)
    return much if rule.effect == "must" else f"up to {much}"


def amount_in_words(amount: Amount, currency: Currency) -> str:
    """Return a formula in words.

    >>> amount_in_words(Fixed(1050), Currency("GBP"))
    '£10.50'
    """
    if isinstance(amount, Fixed):
        return _money(amount.minor, currency)
    if isinstance(amount, Times):
        if amount.fact.type == "money":
            share = amount.rate * 100
            name = _lowered(amount.fact.label)
            return f"all of the {name}" if share == 100 else f"{_plain(share)}% of the {name}"
        return f"{_money(int(amount.rate), currency)} for each of the {_lowered(amount.fact.label)}"
    parts = [amount_in_words(part, currency) for part in amount.parts]
    if amount.how == "sum":
        return " plus ".join(parts)
    return f"the {'smaller' if amount.how == 'min' else 'larger'} of {' and '.join(parts)}"


def _money(minor: int, currency: Currency) -> str:
    shown = currency.show(minor)
    whole = 10**currency.exponent
    shown = str(minor // whole) if minor % whole == 0 else shown
    return f"{_SIGNS.get(currency.code, f'{currency.code} ')}{shown}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _lowered(label: str) -> str:
    """Return a label in the middle of a sentence; abbreviations keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
