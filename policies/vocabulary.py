"""The vocabulary: the words policies are written in. Facts, remedies, the ladder of authority, budgets,
complaints."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from policies.currency import Currency
    from policies.fact import Fact


@dataclass(frozen=True, slots=True)
class Role:
    """A rung of the ladder of authority; `rank` counts from 0, the lowest."""

    key: str
    label: str
    who: str
    rank: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something a customer can be given; `say` is what the agent says when offering it."""

    key: str
    label: str
    kind: str
    measured: Literal["money", "none"]
    say: str

    @property
    def in_money(self) -> bool:
        """Whether it comes in amounts."""
        return self.measured == "money"


@dataclass(frozen=True, slots=True)
class Budget:
    """A cap over several grants: at most `limit` minor units of `remedies` for each `per` in `days` days.

    `days` is None where the window never ends.
    """

    key: str
    label: str
    remedies: tuple[str, ...]
    per: str
    window: str
    days: int | None
    limit: int


@dataclass(frozen=True, slots=True)
class ComplaintType:
    """What a customer complains about, and how customers say it; `playbook` is a link as written, or None.

    `line` is the row's on its page.
    """

    key: str
    label: str
    says: tuple[str, ...]
    playbook: str | None
    has_policy: bool = False
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """One revision of the vocabulary page.

    `unreadable` are the keys of words that stand on the page but could not be read: whoever uses one is not
    told a second time that it is missing.
    """

    slug: str
    path: str
    sha256: str
    effective: date | None
    currency: Currency
    facts: tuple[Fact, ...]
    remedies: tuple[Remedy, ...]
    roles: tuple[Role, ...]
    budgets: tuple[Budget, ...] = ()
    complaints: tuple[ComplaintType, ...] | None = None
    unreadable: frozenset[str] = field(default=frozenset())

    @cached_property
    def fact_at(self) -> Mapping[str, Fact]:
        """The facts by key."""
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def remedy_at(self) -> Mapping[str, Remedy]:
        """The remedies by key."""
        return {remedy.key: remedy for remedy in self.remedies}

    @cached_property
    def role_at(self) -> Mapping[str, Role]:
        """The roles by key."""
        return {role.key: role for role in self.roles}

    def budgets_of(self, remedy: Remedy) -> tuple[Budget, ...]:
        """Return the budgets a remedy counts towards."""
        return tuple(budget for budget in self.budgets if remedy.key in budget.remedies)
