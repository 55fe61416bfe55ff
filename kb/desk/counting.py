"""Counting: every question that one case has for the ledger, put to it in one statement.

A case asks what each budget has spent, what each fact from the ledger is, and what it was given already. One
question a statement cost more in building and sending than in answering, and each could have seen another
moment; so they go as one, and its text is written once for each shape of questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session

from kb.desk.accounts import Accounts
from kb.model.table import UtcDateTime

_STANDS = "e.kind = 'grant' AND NOT EXISTS (SELECT 1 FROM ledger_entry AS r WHERE r.reverses = e.id)"
_OF = {
    "agent": "e.actor_id = :agent",
    "customer": "e.customer = :customer",
    "order": "e.order_ref = :order",
    "case": "(e.case_ref = :case OR e.consultation_id = :case)",
    "team": "e.team = :team",
    "everybody": "1 = 1",
}
_CASE = "(e.consultation_id = :consultation OR (e.case_ref = :case AND e.complaint = :complaint))"
_CONSULTATION = "e.consultation_id = :consultation"
_SUMS = "COUNT(*), COALESCE(SUM(e.amount), 0) FROM ledger_entry AS e WHERE"


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: for whom, of which remedies (None: all), in how many days (None: ever).

    `currency` leaves out what is in another; `by_policy` what was given as an exception.
    """

    scope: str
    remedies: tuple[str, ...] | None
    days: int | None
    currency: str | None = None
    by_policy: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """How many grants stand, and how much in minor units: by question, and for the case by remedy."""

    found: Mapping[Count, tuple[int, int]]
    given: Mapping[str, tuple[int, int]]


def counted(
    session: Session,
    wanted: tuple[Count, ...],
    accounts: Accounts,
    case: tuple[str, str],
    now: datetime,
) -> Counted:
    """Answer the `wanted` questions, and what stands by policy for the case of (consultation, complaint).

    The case is the ticket with this complaint, or, where no ticket is named, the consultation. A grant counts
    while less than `days` times 24 hours have passed, from whatever clock it was written by, and not once it
    is reversed. Ask only for scopes whose subject the accounts name.
    """
    consultation, complaint = case
    moments = tuple(_since(now, each.days) for each in wanted)
    shapes = tuple(_shape(each, since) for each, since in zip(wanted, moments, strict=True))
    ticket = accounts.case != consultation
    values = _values(wanted, moments, accounts)
    values["consultation"] = consultation
    if ticket:
        values |= {"case": accounts.case, "complaint": complaint}
    rows = session.connection().execute(_statement(shapes, ticket), values)
    found, given = dict.fromkeys(wanted, (0, 0)), {}
    for place, remedy, many, much in rows:
        if place < 0:
            given[remedy] = (many, int(much))
        else:
            found[wanted[place]] = (many, int(much))
    return Counted(found, given)


def _since(now: datetime, days: int | None) -> datetime | None:
    try:
        return None if days is None else now - timedelta(days=days)
    except OverflowError:
        return None


def _values(
    wanted: tuple[Count, ...], moments: tuple[datetime | None, ...], accounts: Accounts
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for at, (each, since) in enumerate(zip(wanted, moments, strict=True)):
        if each.scope != "everybody":
            values[each.scope] = getattr(accounts, each.scope)
        if since is not None:
            values[f"since_{at}"] = since
        if each.currency is not None:
            values[f"currency_{at}"] = each.currency
        for number, remedy in enumerate(each.remedies or ()):
            values[f"remedy_{at}_{number}"] = remedy
    return values


class _Shape(NamedTuple):
    """A question without its values: questions of one shape have one text."""

    scope: str
    remedies: int | None
    bounded: bool
    in_one_currency: bool
    by_policy: bool


def _shape(each: Count, since: datetime | None) -> _Shape:
    many = None if each.remedies is None else len(each.remedies)
    return _Shape(each.scope, many, since is not None, each.currency is not None, each.by_policy)


@lru_cache(maxsize=512)
def _statement(shapes: tuple[_Shape, ...], ticket: bool) -> TextClause:  # noqa: FBT001 -- half of the key
    ours = f"{_STANDS} AND e.basis = 'policy' AND {_CASE if ticket else _CONSULTATION}"
    parts = [_part(at, shape) for at, shape in enumerate(shapes)]
    parts.append(f"SELECT -1, e.remedy, {_SUMS} {ours} GROUP BY e.remedy")
    moments = [
        bindparam(f"since_{at}", type_=UtcDateTime) for at, shape in enumerate(shapes) if shape.bounded
    ]
    return text(" UNION ALL ".join(parts)).bindparams(*moments)


def _part(at: int, shape: _Shape) -> str:
    said = [_STANDS, _OF[shape.scope]]
    if shape.remedies is not None:
        names = ", ".join(f":remedy_{at}_{number}" for number in range(shape.remedies))
        said.append(f"e.remedy IN ({names})" if names else "1 = 0")
    if shape.bounded:
        said.append(f"e.at > :since_{at}")
    if shape.in_one_currency:
        said.append(f"e.currency = :currency_{at}")
    if shape.by_policy:
        said.append("e.basis = 'policy'")
    return f"SELECT {at}, '', {_SUMS} {' AND '.join(said)}"
