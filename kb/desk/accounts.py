"""Accounts: for whom something is granted, and the locks that make racing grants wait for each other.

A sum over a rolling window cannot be kept in one row, so it is counted afresh; it holds only if nobody else
counts for the same customer, agent or order at the same time. Whoever grants takes the rows of all accounts
concerned first, always in the same order, so that no two wait for each other. On PostgreSQL (READ COMMITTED)
a statement after the wait sees what was committed during it; one statement that waits and counts would not.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from kb.desk.references import hashed
from kb.model import LedgerAccount
from kb.storage.upsert import insert
from policies import Budget
from policies.label import key_of

_SCOPES = {
    "agent": "agent",
    "customer": "customer",
    "order": "order",
    "case": "case",
    "team": "team",
    "": "everybody",
    "everybody": "everybody",
    "everyone": "everybody",
    "company": "everybody",
    "all": "everybody",
}

_SECRET_AND_TEAM = text("SELECT secret, (SELECT team FROM person WHERE id = :agent) FROM ledger_key")


@dataclass(frozen=True, slots=True)
class Accounts:
    """For whom something is granted: ids as the ledger knows them, None where the case names none.

    `case` is the ticket, or the consultation where no ticket is named.
    """

    agent: int
    case: str
    customer: str | None
    order: str | None
    team: str | None

    def subject(self, scope: str) -> str | None:
        """Return the subject of a scope, None where it is not known."""
        if scope == "everybody":
            return "*"
        found = getattr(self, scope)
        return None if found is None else str(found)


def scope_of(budget: Budget) -> str | None:
    """Return whom a budget is counted for, by its `Per`; None where the page says something unknown."""
    return _SCOPES.get(key_of(budget.per))


def accounts_of(session: Session, agent: int, case: str, customer: str | None, order: str | None) -> Accounts:
    """Return the accounts of a case; `customer` is the reference as given."""
    secret, team = session.connection().execute(_SECRET_AND_TEAM, {"agent": agent}).one()
    token = hashed(secret, customer) if customer is not None else None
    return Accounts(agent, case, token, order, team)


def take(session: Session, accounts: Accounts, budgets: tuple[Budget, ...] = ()) -> None:
    """Lock the accounts until the transaction ends; those of everybody only where a budget is theirs."""
    scopes = {"agent", "case", "customer", "order", "team"} | {scope_of(budget) for budget in budgets}
    for scope in sorted(scope for scope in scopes if scope is not None):
        subject = accounts.subject(scope)
        if subject is not None:
            row = insert(session, LedgerAccount).values(scope=scope, subject=subject, version=1)
            more = {"version": LedgerAccount.__table__.c.version + 1}  # type: ignore[attr-defined]
            session.execute(row.on_conflict_do_update(index_elements=["scope", "subject"], set_=more))
