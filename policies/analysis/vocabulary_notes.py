"""What differs between two revisions of the vocabulary, whatever policies make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from policies.analysis.alignment import in_both
from policies.analysis.change import Note
from policies.analysis.words import phrase
from policies.label import key_of, listed
from policies.spans import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policies.fact import Fact
    from policies.vocabulary import Budget, Remedy, Vocabulary


class Word(Protocol):
    """Anything a vocabulary declares."""

    @property
    def key(self) -> str:
        """What the engine knows it by."""

    @property
    def label(self) -> str:
        """What people call it."""


Declared = TypeVar("Declared", bound=Word)


def vocabulary_notes(old: Vocabulary, new: Vocabulary) -> tuple[Note, ...]:
    """Return a note for every word that only one revision has, and for every one that means something
    else."""
    return tuple(_notes(old, new))


def _notes(old: Vocabulary, new: Vocabulary) -> Iterator[Note]:
    if old.currency != new.currency:
        message = f"amounts were in {old.currency.code} and are in {new.currency.code}"
        yield Note("currency", new.currency.code.lower(), message)
    yield from _only("fact", old.facts, new.facts)
    for before, after in _both(old.facts, new.facts):
        yield from _fact(before, after)
    yield from _only("remedy", old.remedies, new.remedies)
    for was, now in _both(old.remedies, new.remedies):
        yield from _remedy(was, now)
    yield from _only("role", old.roles, new.roles)
    yield from _ladder(old, new)
    yield from _only("budget", old.budgets, new.budgets)
    for had, has in _both(old.budgets, new.budgets):
        yield from _budget(had, has, new)
    yield from _only("complaint", old.complaints or (), new.complaints or ())


def _only(what: str, old: Sequence[Word], new: Sequence[Word]) -> Iterator[Note]:
    before, after = {each.key for each in old}, {each.key for each in new}
    for which, words, others in (("old", old, after), ("new", new, before)):
        for word in words:
            if word.key not in others:
                yield Note(what, word.key, f"only the {which} vocabulary has `{word.label}`")


def _both(old: Iterable[Declared], new: Iterable[Declared]) -> Iterator[tuple[Declared, Declared]]:
    before = {each.key: each for each in old}
    for each in new:
        if each.key in before:
            yield before[each.key], each


def _fact(old: Fact, new: Fact) -> Iterator[Note]:
    if old.type != new.type:
        yield Note("fact", new.key, f"`{new.label}` was a {old.type} and is a {new.type}")
    elif new.type == "choice":
        for which, one, other in (("old", old, new), ("new", new, old)):
            labels = [label for label in one.choices if key_of(label) not in other.places]
            if labels:
                message = f"only the {which} one can be asked `{new.label}` {listed(labels)}"
                yield Note("fact", new.key, message)
        shared = [key_of(label) for label in in_both(old, new).choices]
        if old.ordered != new.ordered or shared != [key for key in old.places if key in shared]:
            yield Note("fact", new.key, f"the order of the values of `{new.label}` is another one")
    else:
        for which, own, others in (("old", old, new), ("new", new, old)):
            if rest := own.domain - others.domain:
                said = phrase(_unbounded(own), rest)
                yield Note("fact", new.key, f"only the {which} one can be asked {said}")
    if old.type == new.type and old.unit != new.unit:
        message = f"`{new.label}` was counted in `{old.unit}` and is in `{new.unit}`"
        yield Note("fact", new.key, message)


def _unbounded(fact: Fact) -> Fact:
    """Return a fact whose every end is worth saying."""
    return replace(fact, domain=EVERYTHING)


def _remedy(old: Remedy, new: Remedy) -> Iterator[Note]:
    if old.measured != new.measured:
        message = f"`{new.label}` was measured in {old.measured} and is in {new.measured}"
        yield Note("remedy", new.key, message)


def _ladder(old: Vocabulary, new: Vocabulary) -> Iterator[Note]:
    before = [role.key for role in old.roles if role.key in new.role_at]
    after = [role.key for role in new.roles if role.key in old.role_at]
    if before != after:
        message = f"the ladder was {listed(before)} and is {listed(after)}, lowest first"
        yield Note("role", after[0], message)


def _budget(old: Budget, new: Budget, vocabulary: Vocabulary) -> Iterator[Note]:
    show = vocabulary.currency.show
    parts = (
        ("limit", show(old.limit), show(new.limit)),
        ("remedies", listed(sorted(old.remedies)), listed(sorted(new.remedies))),
        ("person", old.per, new.per),
        ("window", old.days, new.days),
    )
    for name, before, after in parts:
        if before != after:
            yield Note("budget", new.key, f"the {name} of `{new.label}` was {before} and is {after}")
