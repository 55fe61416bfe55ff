"""Who may do what, and what they may see: one table of permissions, one filter, default deny.

Every use case declares the action it needs with `@use_case`, and the declaration is the check. A test walks
all use cases and finds one that declares nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, Protocol, TypeVar

Role = Literal["starter", "agent", "lead", "manager", "operator"]
Action = Literal[
    "article.read",
    "library.browse",
    "library.search",
    "library.import",
    "library.export",
    "library.move",
    "library.archive",
    "library.check",
    "draft.write",
    "draft.review",
    "draft.publish",
    "draft.publish_due",
    "article.history",
    "article.verify",
    "article.assign",
    "attachment.write",
    "attachment.review",
    "desk.consult",
    "desk.grant",
    "desk.request",
    "desk.approve",
    "desk.reverse",
    "desk.problems",
    "desk.except",
    "desk.follow",
    "desk.lacks",
    "desk.oversee",
    "desk.replay",
    "complaint.confirm",
    "complaint.manage",
    "insight.log",
    "insight.report",
    "insight.manage",
    "ledger.read",
    "ledger.balance",
    "ledger.export",
    "ledger.purge",
    "audit.read",
    "people.manage",
    "article.acknowledge",
    "learning.follow",
    "learning.oversee",
]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as a use case sees them; `authority` is a role of the policies' ladder, or None."""

    id: int
    name: str
    role: Role
    authority: str | None
    email: str = ""


OPERATOR = Actor(id=0, name="Carebook", role="operator", authority=None)
"""Whoever runs the server: the first start, and the command line on the machine itself."""

_EVERYONE: frozenset[Role] = frozenset({"starter", "agent", "lead", "manager", "operator"})
_PEOPLE: frozenset[Role] = _EVERYONE - {"operator"}
_STEWARDS: frozenset[Role] = frozenset({"manager", "operator"})
_DESK: frozenset[Role] = frozenset({"agent", "lead", "manager"})
_LEADS: frozenset[Role] = frozenset({"lead", "manager"})

PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    "article.read": _EVERYONE,
    "library.browse": _EVERYONE,
    "library.search": _EVERYONE,
    "library.import": _STEWARDS,
    "library.export": _STEWARDS,
    "library.move": _STEWARDS,
    "library.archive": _STEWARDS,
    "library.check": _EVERYONE - {"starter"},  # whoever may propose a change is told what is wrong with it
    "draft.write": _PEOPLE - {"starter"},
    "draft.review": frozenset({"lead", "manager"}),  # which kinds of page is asked of each change
    "draft.publish": _STEWARDS,
    "draft.publish_due": frozenset({"operator"}),
    "article.history": _EVERYONE,
    "article.verify": _EVERYONE - {"starter"},  # of a page of somebody else: those who may judge it
    "article.assign": _STEWARDS,
    "attachment.write": _EVERYONE - {"starter"},
    "attachment.review": _STEWARDS | {"lead"},
    "desk.consult": _EVERYONE,  # for a starter it is practice: they hold no authority to grant anything
    "desk.grant": _DESK,
    "desk.request": _DESK,
    "desk.approve": _LEADS,
    "desk.except": frozenset({"manager"}),  # outside policy, with a reason
    "desk.follow": _DESK,  # their own cases; leads and managers all
    "desk.lacks": _DESK | {"operator"},  # of the policies they own; leads and managers all
    "desk.oversee": _LEADS | {"operator"},
    "desk.replay": _LEADS | {"operator"},
    "desk.reverse": _DESK,  # their own for a while; leads and managers any, at any time
    "ledger.read": _DESK | {"operator"},  # agents only what they had a hand in
    "ledger.balance": _STEWARDS,
    "ledger.export": _STEWARDS,
    "ledger.purge": frozenset({"operator"}),
    "complaint.confirm": _EVERYONE - {"starter"},  # practice is no evidence
    "complaint.manage": _STEWARDS,
    "insight.log": _EVERYONE,
    "insight.report": _EVERYONE,
    "insight.manage": _STEWARDS,
    "audit.read": _STEWARDS,
    "people.manage": _STEWARDS,
    "article.acknowledge": _PEOPLE,  # a machine has nothing to say about what it has read
    "learning.follow": _PEOPLE,
    "learning.oversee": _STEWARDS,
    "desk.problems": _EVERYONE,  # that a policy is not in force concerns whoever would have asked it
}


@dataclass(frozen=True, slots=True)
class Access:
    """An answer, with the reason in words that can be shown to the person it concerns."""

    allowed: bool
    reason: str


class Visible(Protocol):
    """What the visibility filter looks at: the kind and the address of an article."""

    @property
    def kind(self) -> str:
        """One of the library's kinds."""
        ...

    @property
    def slug(self) -> str:
        """The article's address."""
        ...


class AccessError(Exception):
    """The base of what access refuses.

    AccessError
     └── Refused      this person may not do this, now
    """


class Refused(AccessError):  # noqa: N818 -- named for what the person is told
    """This person may not do this; the message says why, in words for them."""


def can(actor: Actor, action: Action, thing: Visible | None = None) -> Access:
    """Say whether `actor` may do `action`, to `thing` where there is one; default deny."""
    if actor.role not in PERMISSIONS.get(action, frozenset()):
        return Access(allowed=False, reason=f"{actor.name} may not do this ({action}); ask a manager.")
    if thing is not None and not visible(actor)(thing):
        return Access(allowed=False, reason="This page is not open to you.")
    return Access(allowed=True, reason="")


def visible(actor: Actor) -> Callable[[Visible], bool]:
    """Return the one filter through which lists, counts, search and backlinks go, before any limit.

    All that is stored today is published, and everybody signed in may read what is published.
    """
    allowed = actor.role in PERMISSIONS["article.read"]
    return lambda _thing: allowed


class Gate(Protocol):
    """Whoever knows the people as they are at this moment."""

    def admit(self, actor: Actor, action: Action) -> Actor:
        """Return the actor as they are now; raise `Refused` when they may not do `action`."""
        ...


class Guarded(Protocol):
    """A service with use cases: it holds the gate they pass."""

    @property
    def gate(self) -> Gate:
        """The gate."""
        ...


S = TypeVar("S", bound=Guarded)


def use_case(
    action: Action,
) -> Callable[[Callable[Concatenate[S, Actor, P], R]], Callable[Concatenate[S, Actor, P], R]]:
    """Declare the action that a use case needs, and check it at each call, for the person as they are."""

    def declare(method: Callable[Concatenate[S, Actor, P], R]) -> Callable[Concatenate[S, Actor, P], R]:
        @wraps(method)
        def guarded(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return method(self, self.gate.admit(actor, action), *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded

    return declare
