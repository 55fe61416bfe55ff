"""A verdict: what one role may do about one remedy in one case, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from policies.currency import Currency
    from policies.fact import Fact
    from policies.reasoning.judge import Word
    from policies.reasoning.nearest import Nearest
    from policies.rule import Clause, Rule
    from policies.vocabulary import Budget, Remedy, Role


@dataclass(frozen=True, slots=True)
class Headroom:
    """A budget that applies; `left` is what remains of it in minor units, None where what was spent is not
    known."""

    budget: Budget
    left: int | None


class Verdict(NamedTuple):
    """The verdict on one remedy for the acting role. Amounts are minor units of `currency`.

    `word`: `must` (the customer is entitled), `may` (within the role's authority), `needs` (a higher role's),
    `never` (forbidden), `none` (not offered), `depends` (on the facts in `missing`). `limits` are by rank,
    lowest role first; `limit` is the acting role's own, None when the word is `depends`; `entitled` is what
    the customer must get, known only for `must`. With facts missing each is what holds however they turn out.
    `conflict` says that `must` and `never` meet: the case goes to the top of the ladder.
    """

    remedy: Remedy
    word: Word
    limit: int | None
    limits: tuple[int | None, ...]
    entitled: int | None
    needs_role: Role | None
    rules: tuple[Rule, ...]
    missing: tuple[Fact, ...]
    nearest: Nearest | None
    budgets: tuple[Headroom, ...]
    conflict: bool
    roles: tuple[Role, ...]
    currency: Currency

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What the deciding rules rest on: text and address, each once, in the rules' order."""
        return tuple(dict.fromkeys(clause for rule in self.rules for clause in rule.because))

    @property
    def because(self) -> tuple[str, ...]:
        """The addresses of the clauses as written (the text where there is no link), each once."""
        return tuple(dict.fromkeys(clause.cited for rule in self.rules for clause in rule.because))

    @property
    def provided(self) -> tuple[str, ...]:
        """The obligations that come with the deciding rules, each once."""
        return tuple(dict.fromkeys(rule.provided for rule in self.rules if rule.provided))

    @property
    def say(self) -> str:
        """What to say when offering the remedy."""
        return self.remedy.say

    def show(self, minor: int | None) -> str | None:
        """Return an amount as a decimal string with the currency's decimals; None stays None."""
        return None if minor is None else self.currency.show(minor)

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as plain data, amounts as decimal strings."""
        shown = {limit: self.show(limit) for limit in self.limits}
        return {
            "remedy": self.remedy.key,
            "verdict": self.word,
            "limit": self.show(self.limit),
            "limits": {role.key: shown[limit] for role, limit in zip(self.roles, self.limits, strict=True)},
            "needs_role": self.needs_role.key if self.needs_role else None,
            "rules": [rule.id for rule in self.rules],
            "because": list(self.because),
            "provided": list(self.provided),
            "missing": [fact.key for fact in self.missing],
            "nearest": self.nearest and self.nearest.as_json(),
        }
