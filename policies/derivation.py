"""A derivation: the function behind a derived fact, its inputs checked, its value worked out for a case.

vocabulary page ── check ──> problems        no such function, no such input, wrong types
case + today ── derive ──> the case with what follows from it
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from policies.derived import FUNCTIONS, Money
from policies.errors import BadFact
from policies.label import key_of, listed, suggestion
from policies.problem import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from policies.fact import Fact, FactType
    from policies.spans import Value
    from policies.vocabulary import Vocabulary

TODAY = "today"
"""The parameter that is no fact: the day the decision is for."""

_TYPES: Mapping[object, FactType] = {date: "date", Decimal: "number", Money: "money", bool: "yes/no"}


@dataclass(frozen=True, slots=True)
class Derivation:
    """A function by which a fact can be derived.

    `name` is the key of the fact, `inputs` are the keys of the facts it needs with their types, `type` is
    that of the fact; `dated` says that it needs the day of the decision. `doc` is what it means, in a
    sentence.
    """

    name: str
    inputs: Mapping[str, FactType]
    dated: bool
    type: FactType
    doc: str
    function: Callable[..., Any]

    def as_json(self) -> dict[str, object]:
        """Return the derivation as plain data."""
        return {
            "fact": self.name,
            "type": self.type,
            "inputs": [{"fact": key, "type": type_} for key, type_ in self.inputs.items()],
            "needs_today": self.dated,
            "doc": self.doc,
        }


def derived_facts() -> tuple[Derivation, ...]:
    """Return every function a fact can be derived by, in the order in which they are written.

    The analysis of a policy takes a derived fact for a free one, with every value of its `Values` possible
    beside every value of its inputs: it may warn of a case that cannot occur, and misses none that can.
    """
    return tuple(_derivations().values())


def is_derived(fact: Fact) -> bool:
    """Return whether the vocabulary says `From: derived`."""
    return key_of(fact.source) == "derived"


def inputs_of(fact: Fact, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """Return the facts a derived fact follows from; none for any other fact."""
    if not is_derived(fact):
        return ()
    return tuple(vocabulary.fact_at[key] for key in _derivations()[fact.key].inputs)


def refuse_underivable(fact: Fact) -> None:
    """Refuse a fact that says it is derived and cannot be.

    Raises:
        Refusal: there is no function of that name, its type is another, or it is said to be changeable.
    """
    if not is_derived(fact):
        return
    derivation = _derivations().get(fact.key)
    if derivation is None:
        hint = suggestion(fact.key, _derivations()) or f"what can be derived: {listed(_derivations())}"
        raise Refusal("unknown-derivation", f"nothing derives `{fact.label}`", hint)
    if derivation.type != fact.type:
        hint = f"make its type `{derivation.type}`"
        raise Refusal(
            "derived-type", f"`{fact.label}` is derived as a {derivation.type}, not as {fact.type}", hint
        )
    if fact.changeable:
        hint = "leave `Changeable` blank; what it follows from may be changeable"
        raise Refusal(
            "derived-changeable", f"`{fact.label}` follows from other facts, so nobody can change it", hint
        )


def input_problems(fact: Fact, facts: Mapping[str, Fact], unreadable: Collection[str]) -> Iterator[Refusal]:
    """Yield what is wrong with the inputs of a derived fact, given the facts of its vocabulary.

    Of an input that stands on the page and could not be read nothing is said: that was said where it stands.
    """
    for key, wanted in _derivations()[fact.key].inputs.items() if is_derived(fact) else ():
        given = facts.get(key)
        if given is None and key not in unreadable:
            label = key.replace("_", " ").capitalize()
            what = f"`{fact.label}` is derived from `{key}`, and there is no such fact"
            yield Refusal("missing-input", what, f"add a fact `{label}` of type `{wanted}`")
        elif given is not None and given.type != wanted:
            what = f"`{fact.label}` is derived from `{given.label}` as a {wanted}, not as {given.type}"
            yield Refusal("input-type", what, f"make the type of `{given.label}` `{wanted}`")


def derive(known: Mapping[str, Value], vocabulary: Vocabulary, today: date | None) -> Mapping[str, Value]:
    """Return a case with every derived fact that follows from it.

    A derived fact stays as it is given where an input, or the day, is not known.

    Raises:
        BadFact: a fact was given that contradicts what follows from the others, or what follows cannot occur.
    """
    followers = derivable(vocabulary)
    if not followers:
        return known
    values = dict(known)
    for fact, derivation in followers:
        value = derived_value(fact, derivation, known, today)
        if value is None:
            continue
        sources = listed(vocabulary.fact_at[key].label for key in derivation.inputs)
        if value not in fact.domain:
            raise BadFact(
                f"{fact.key}: `{fact.show(value)}` follows from {sources} and cannot occur", fact.within()
            )
        if values.setdefault(fact.key, value) != value:
            said = (
                f"`{fact.show(values[fact.key])}` is given, and `{fact.show(value)}` follows from {sources}"
            )
            raise BadFact(f"{fact.key}: {said}", f"leave `{fact.key}` out, or mend what it follows from")
    return {fact.key: values[fact.key] for fact in vocabulary.facts if fact.key in values}


@lru_cache(maxsize=64)
def derivable(vocabulary: Vocabulary) -> tuple[tuple[Fact, Derivation], ...]:
    """Return the derived facts of a vocabulary, each with its function."""
    return tuple((fact, _derivations()[fact.key]) for fact in vocabulary.facts if is_derived(fact))


def derived_value(
    fact: Fact, derivation: Derivation, known: Mapping[str, Value], today: date | None
) -> Value | None:
    """Return what a derived fact comes to, None where that cannot be said."""
    if not derivation.inputs.keys() <= known.keys() or (derivation.dated and today is None):
        return None
    given = {key: _as_python(known[key], type_) for key, type_ in derivation.inputs.items()}
    found = derivation.function(**given, **({TODAY: today} if derivation.dated else {}))
    if found is None:
        return None
    if fact.type == "date":
        return int(found.toordinal())
    return Decimal(found) if fact.type == "number" else int(found)


def _as_python(value: Value, type_: FactType) -> object:
    if type_ == "date":
        return date.fromordinal(int(value))
    if type_ == "yes/no":
        return bool(value)
    return value


@lru_cache(maxsize=1)
def _derivations() -> Mapping[str, Derivation]:
    return {function.__name__: _derivation(function) for function in FUNCTIONS}


def _derivation(function: Callable[..., Any]) -> Derivation:
    signature = inspect.signature(function)
    inputs = {
        name: _TYPES[parameter.annotation]
        for name, parameter in signature.parameters.items()
        if name != TODAY
    }
    returned = signature.return_annotation
    (type_,) = (_TYPES[each] for each in get_args(returned) or (returned,) if each is not type(None))
    doc = (inspect.getdoc(function) or "").partition("\n")[0]
    dated = TODAY in signature.parameters
    return Derivation(function.__name__, inputs, dated, type_, doc, function)
