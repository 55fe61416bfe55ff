"""A claim about a remedy in a person's words: what a choice of a scenario check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts import money
from pages.parts.phrases import lowered

if TYPE_CHECKING:
    from kb.library.learning import Claim
    from policies.currency import Currency


def said(claim: Claim, currency: Currency) -> str:
    """Say it as a colleague would: who may, must or may not do what, and how much."""
    what = lowered(claim.remedy.label)
    sum_ = f" of {money.amount(claim.amount, currency)}" if claim.amount is not None else ""
    if claim.word == "must":
        return f"It is theirs: offer {_a(what)}{sum_}"
    if claim.word == "may":
        limit = f" up to {money.amount(claim.amount, currency)}" if claim.amount is not None else ""
        return f"You may decide: {what}{limit}, if you judge it right"
    if claim.word == "needs":
        role = lowered(claim.role.label) if claim.role else "somebody senior"
        limit = f" up to {money.amount(claim.amount, currency)}" if claim.amount is not None else ""
        return f"Ask a {role}: {what}{limit} is theirs to decide"
    if claim.word == "never":
        return f"{claim.remedy.label} is forbidden here, to everybody"
    if claim.word == "depends":
        return f"It cannot be said yet: whether there is {_a(what)} depends on what is not known"
    return f"No {what} here: no rule offers it in this case"


def _a(what: str) -> str:
    """An article where the words bear one: money and actions that come in the plural or as phrases do not."""
    if what.endswith("s") or what.startswith(("goodwill", "costs", "keep")):
        return what
    return f"{'an' if what[:1] in 'aeiou' else 'a'} {what}"
