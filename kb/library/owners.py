"""Owners: people as pages name them, by name or by address, in whatever capitals."""

from collections.abc import Iterable

from kb.access import Actor


def same_name(one: str, other: str) -> bool:
    """Say whether two ways of writing an owner mean the same; capitals and spaces make no difference."""
    return _plain(one) == _plain(other)


def owns(actor: Actor, owner: str | None) -> bool:
    """Say whether the owner that a page names is this person."""
    if owner is None or not _plain(owner) or actor.role == "operator":
        return False
    return _plain(owner) in {_plain(actor.name), _plain(actor.email)}


def names_of(who: str, people: Iterable[Actor]) -> frozenset[str]:
    """Return every way, without capitals, in which `who` may be written: their name and their address.

    `who` need not be anybody who signs in: pages may belong to a team.
    """
    found = {_plain(who)}
    for person in people:
        if _plain(who) in (_plain(person.name), _plain(person.email)):
            found |= {_plain(person.name), _plain(person.email)}
    return frozenset(found - {""})


def is_one_of(owner: str | None, names: frozenset[str]) -> bool:
    """Say whether a page's owner is written in one of these ways."""
    return owner is not None and _plain(owner) in names


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
