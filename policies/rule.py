"""A rule: one row of a policy. When its conditions hold, it must, may or may never give a remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from policies.amount import Amount
    from policies.fact import Fact
    from policies.spans import Spans
    from policies.vocabulary import Remedy, Role

Effect: TypeAlias = Literal["must", "may", "never"]


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A cell that restricts one fact to the values it `accepts`; `text` is the cell as written."""

    fact: Fact
    text: str
    accepts: Spans


@dataclass(frozen=True, slots=True)
class Clause:
    """What a rule rests on: the text of a citation and its address as written (empty where there is none)."""

    text: str
    href: str

    @property
    def cited(self) -> str:
        """The address, or the text where there is no address."""
        return self.href or self.text


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of the Rules table.

    `who` is the lowest role with this authority (of no meaning for `never`, which forbids for everybody);
    `limit` is None for remedies that are not measured and for `never`; `provided` is the obligation that
    comes with it.
    """

    id: str
    line: int
    conditions: tuple[Condition, ...]
    remedy: Remedy
    effect: Effect
    who: Role
    limit: Amount | None
    limit_text: str
    provided: str
    because: tuple[Clause, ...]
