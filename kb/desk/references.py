"""References: what the ledger knows a customer by.

Entries hold a keyed hash; a row beside them says which reference it stands for. Deleting that row is how a
customer is forgotten: their budgets still hold, because the same reference gives the same hash again.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from kb.model import CustomerReference, LedgerKey
from kb.storage.upsert import insert

_LENGTH = 32


def token_of(session: Session, reference: str) -> str:
    """Return the keyed hash by which the ledger knows `reference`: 32 hex digits."""
    return hashed(session.exec(select(LedgerKey.secret)).one(), reference)


def hashed(secret: str, reference: str) -> str:
    """Return the hash of `reference` under the ledger's `secret`, as `token_of` does."""
    whole = hmac.new(bytes.fromhex(secret), f"customer\n{reference}".encode(), hashlib.sha256)
    return whole.hexdigest()[:_LENGTH]


def remember(session: Session, reference: str, at: datetime) -> str:
    """Note which reference its hash stands for, and return the hash."""
    token = token_of(session, reference)
    row = insert(session, CustomerReference).values(token=token, reference=reference, last_at=at)
    session.execute(row.on_conflict_do_update(index_elements=["token"], set_={"last_at": at}))
    return token


def names(session: Session, tokens: Iterable[str | None]) -> dict[str, str]:
    """Return the references that are still known, by their hashes."""
    wanted = sorted({token for token in tokens if token is not None})
    query = select(CustomerReference.token, CustomerReference.reference)
    return dict(session.exec(query.where(col(CustomerReference.token).in_(wanted))).all())
