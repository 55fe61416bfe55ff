"""Two vocabularies side by side: which facts, roles and remedies mean the same in both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from policies.label import key_of
from policies.spans import Spans, union

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.rule import Rule
    from policies.vocabulary import Remedy, Role, Vocabulary


class CannotCompare(Exception):  # noqa: N818 - it never leaves the package: it becomes a note
    """There is no case that could be put to both; the message says why."""


@dataclass(eq=False)
class Alignment:
    """An old and a new policy over the cases that can be put to both.

    A fact that both vocabularies have is asked over the values both allow; one that only one has is asked
    there, and means nothing to the other.

    Raises:
        CannotCompare: on a fact both policies use, or on their currency, they do not agree.
    """

    old: Policy
    new: Policy

    def __post_init__(self) -> None:
        if self.old.vocabulary.currency != self.new.vocabulary.currency:
            raise CannotCompare("their amounts are in different currencies")
        if not self.roles:
            raise CannotCompare("no role stands on both ladders")
        self.facts = tuple(self._fact(key) for key in self._keys())

    @cached_property
    def roles(self) -> tuple[tuple[Role, Role], ...]:
        """Every role that stands on both ladders, old and new, in the new order."""
        before = self.old.vocabulary.role_at
        return tuple((before[role.key], role) for role in self.new.vocabulary.roles if role.key in before)

    @cached_property
    def remedies(self) -> tuple[Remedy, ...]:
        """Every remedy that either has, the new vocabulary's first."""
        new, old = self.new.vocabulary, self.old.vocabulary
        return (*new.remedies, *(each for each in old.remedies if each.key not in new.remedy_at))

    def row(self, rule: Rule) -> Mapping[str, Spans] | None:
        """Return what a rule accepts of the cases of both, or None where that is nothing."""
        at = {fact.key: fact for fact in self.facts}
        cells = {
            each.fact.key: _mapped(each.accepts, each.fact, at[each.fact.key]) for each in rule.conditions
        }
        return cells if all(cells.values()) else None

    def _keys(self) -> tuple[str, ...]:
        used = {fact.key for policy in (self.old, self.new) for fact in policy.facts}
        ordered = dict.fromkeys(
            fact.key for policy in (self.new, self.old) for fact in policy.vocabulary.facts
        )
        return tuple(key for key in ordered if key in used)

    def _fact(self, key: str) -> Fact:
        old, new = (policy.vocabulary.fact_at.get(key) for policy in (self.old, self.new))
        if old is None or new is None:
            only = new or old
            assert only is not None, "a fact that a policy uses stands in its vocabulary"  # noqa: S101
            return only
        if old.type != new.type:
            users = [
                policy for policy in (self.old, self.new) if any(each.key == key for each in policy.facts)
            ]
            if len(users) == 1:
                return users[0].vocabulary.fact_at[key]
            raise CannotCompare(f"`{new.label}` was a {old.type} and is a {new.type}")
        fact = in_both(old, new)
        if not fact.domain:
            raise CannotCompare(f"`{new.label}` has no value that both allow")
        return fact


def in_both(old: Fact, new: Fact) -> Fact:
    """Return a fact with the values that both revisions of it allow; perhaps none."""
    if new.type != "choice":
        return replace(new, domain=old.domain & new.domain)
    labels = tuple(label for label in new.choices if key_of(label) in old.places)
    return replace(new, choices=labels, domain=Spans(((0, 0), (len(labels), 0))) if labels else Spans())


def _mapped(spans: Spans, own: Fact, fact: Fact) -> Spans:
    """Return a set of one revision's values as values of the fact in both."""
    if fact.type != "choice" or own.choices == fact.choices:
        return spans & fact.domain
    return union(
        Spans(((place, 0), (place + 1, 0)))
        for place, label in enumerate(fact.choices)
        if own.places[key_of(label)] in spans
    )


def known_to(vocabulary: Vocabulary, shown: Mapping[str, str], facts: tuple[Fact, ...]) -> dict[str, str]:
    """Return the facts of a case that a vocabulary can be asked about."""
    types = {fact.key: fact.type for fact in facts}
    return {
        fact.key: shown[fact.key]
        for fact in vocabulary.facts
        if fact.key in shown and types[fact.key] == fact.type
    }
