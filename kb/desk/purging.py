"""Purging: what must be forgotten, deleted; the ledger and the audit chain stay whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, exists, or_, select

from kb.desk.references import token_of
from kb.model import ApprovalRequest, CaseFile, Consultation, CustomerReference, Outcome

TABLES = ("consultation", "case_file", "approval_request", "customer_reference", "outcome")


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows of each sort were deleted; `erased` says that no trace of them is left in the file."""

    before: datetime
    consultations: int
    case_files: int
    requests: int
    customers: int
    words: int
    erased: bool = True


def purge(session: Session, before: datetime) -> Purged:
    """Delete what is older than `before`, in the caller's transaction.

    Consultations and the facts of grants go, answered requests, customers' references of whom nothing newer
    is kept, and the words of outcomes. What an open request is about stays until it is answered
    or its time is over.
    """
    open_ = exists().where(
        col(ApprovalRequest.consultation_id) == Consultation.id, col(ApprovalRequest.state) == "open"
    )
    consultations = session.exec(delete(Consultation).where(col(Consultation.at) < before, ~open_)).rowcount
    files = session.exec(delete(CaseFile).where(col(CaseFile.at) < before)).rowcount
    expired = (col(ApprovalRequest.state) == "expired") & (col(ApprovalRequest.expires_at) < before)
    over = or_(col(ApprovalRequest.answered_at) < before, expired)
    answered = (col(ApprovalRequest.state) != "open", over)
    requests = session.exec(delete(ApprovalRequest).where(*answered)).rowcount
    words = _forget_words(session, before)
    return Purged(before, consultations, files, requests, _forget_customers(session, before), words)


def _forget_customers(session: Session, before: datetime) -> int:
    """Delete the references of customers of whom no consultation is left; their hashes stay in the ledger."""
    rows = session.exec(select(CustomerReference).where(col(CustomerReference.last_at) < before)).all()
    kept = (
        {
            token_of(session, reference)
            for reference in session.exec(
                select(Consultation.customer).where(col(Consultation.customer).is_not(None)).distinct()
            )
            if reference is not None
        }
        if rows
        else set()
    )
    gone = [row for row in rows if row.token not in kept]
    for row in gone:
        session.delete(row)
    session.flush()
    return len(gone)


def _forget_words(session: Session, before: datetime) -> int:
    """Blank the words of outcomes; scores name nobody and stay."""
    old = or_(col(Outcome.scored_at) < before, col(Outcome.made_at) < before)
    rows = session.exec(select(Outcome).where(old, col(Outcome.words) != "")).all()
    for row in rows:
        row.words = ""
        session.add(row)
    session.flush()
    return len(rows)


def cut(now: datetime, keep: timedelta, days: int | None) -> datetime:
    """Return the moment before which everything goes; `days` overrides what the settings keep."""
    try:
        return now - (keep if days is None else timedelta(days=days))
    except OverflowError:
        return datetime.min.replace(tzinfo=now.tzinfo)
