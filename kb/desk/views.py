"""What the desk answers with: frozen and plain, no row and no session behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from policies import Budget, Decision, Fact, Question, Role, Verdict
from policies.currency import Currency

State = Literal["open", "approved", "declined", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which text decided: the revision of the policy and of the vocabulary, and their SHA-256."""

    slug: str
    revision: int
    sha256: str
    vocabulary_slug: str
    vocabulary_revision: int
    vocabulary_sha256: str


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a budget for its subject now, in minor units.

    `spent` and `left` are None, and `lacking` says what is missing (`customer`, `order`, `team`), where the
    case does not name the subject: then nothing can be granted from it.
    """

    budget: Budget
    spent: int | None
    left: int | None
    lacking: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One remedy, as somebody may act on it now: the engine's verdict and what budgets leave of it.

    `grantable` is the most that they may grant at this moment, in minor units: None for a remedy that is not
    measured in money. `barred` is why `grant` would refuse whatever the amount (a code of `NotGranted`), or
    None where it would not. `ask` is the lowest role that can be asked for it, or for more of it.
    """

    verdict: Verdict
    rooms: tuple[Room, ...]
    granted: int
    grantable: int | None
    barred: str | None
    ask: Role | None

    @property
    def may_grant(self) -> bool:
        """Whether there is something to press *Grant* for."""
        return self.barred is None

    def show(self, minor: int | None) -> str | None:
        """Return an amount as a decimal string."""
        return self.verdict.show(minor)


@dataclass(frozen=True, slots=True)
class Consultation:
    """An answer that was logged under `id`.

    `read` are the facts from the ledger with their values as shown, None where the case names no customer;
    `asked` are the facts that people answer, in the vocabulary's order; `lacking` names the references
    (`customer`, `order`) without which something stays unknown. `practice`: who asks holds no authority.
    """

    id: str
    at: datetime
    as_of: date
    decision: Decision
    offers: tuple[Offer, ...]
    asked: tuple[Fact, ...]
    read: Mapping[str, str | None]
    lacking: tuple[str, ...]
    stamp: PolicyStamp
    practice: bool

    def offer(self, remedy: str) -> Offer:
        """Return the offer for the remedy of that key; raise KeyError if there is none."""
        for offer in self.offers:
            if offer.verdict.remedy.key == remedy:
                return offer
        raise KeyError(remedy)

    @property
    def next_question(self) -> Question | None:
        """What to ask next; None where nothing can change a verdict, or only the ledger could.

        Where `lacking` is not empty, giving that reference is what settles most.
        """
        question = self.decision.next_question
        return None if question is None or question.fact.key in self.read else question


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger. `amount` is minor units: negative for a reversal, 0 where not in money.

    `customer` is the reference that was given, or its keyed hash once the reference has been deleted;
    `actor` is whose authority it was, `asked_by` whose request. `reversed_by` and `reverses` name entries.
    """

    id: int
    key: str
    kind: Literal["grant", "reversal"]
    basis: Literal["policy", "exception"]
    at: datetime
    remedy: str
    remedy_kind: str
    amount: int
    currency: str
    complaint: str
    word: str
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    confirmed: tuple[str, ...]
    customer: str | None
    order: str | None
    reference: str | None
    actor_id: int
    actor: str
    role: str
    asked_by_id: int | None
    asked_by: str | None
    request: int | None
    consultation: str
    reason: str
    stamp: PolicyStamp
    reverses: int | None
    reversed_by: int | None
    sha256: str

    @property
    def shown(self) -> str | None:
        """The amount as a decimal string; None for a remedy that is not measured in money."""
        return Currency(self.currency).show(self.amount) if self.amount else None

    def as_json(self) -> dict[str, object]:
        """Return the entry as plain data, the amount as a decimal string."""
        return {
            "id": self.id,
            "kind": self.kind,
            "basis": self.basis,
            "at": self.at.isoformat(),
            "remedy": self.remedy,
            "remedy_kind": self.remedy_kind,
            "amount": self.shown,
            "amount_minor": self.amount,
            "currency": self.currency,
            "complaint": self.complaint,
            "verdict": self.word,
            "rules": list(self.rules),
            "because": list(self.clauses),
            "confirmed": list(self.confirmed),
            "customer": self.customer,
            "order": self.order,
            "reference": self.reference,
            "actor": self.actor,
            "role": self.role,
            "asked_by": self.asked_by,
            "request": self.request,
            "consultation": self.consultation,
            "reason": self.reason,
            "policy": {"slug": self.stamp.slug, "revision": self.stamp.revision, "sha256": self.stamp.sha256},
            "reverses": self.reverses,
            "reversed_by": self.reversed_by,
            "key": self.key,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of a higher role. `amount` and `granted` are minor units, 0 where not in money.

    `needed` is the key of the lowest role that may approve it; `mine` says that the one who looks asked it,
    `answerable` that they may approve it. `state` is `expired` from the moment `expires_at`.
    """

    id: int
    key: str
    consultation: str
    complaint: str
    remedy: str
    amount: int
    currency: str
    confirmed: tuple[str, ...]
    note: str
    needed: str
    asked_at: datetime
    expires_at: datetime
    asked_by_id: int
    asked_by: str
    state: State
    answered_at: datetime | None
    answered_by: str | None
    granted: int | None
    reason: str
    entry: int | None
    mine: bool
    answerable: bool

    @property
    def shown(self) -> str | None:
        """The amount asked for as a decimal string; None for a remedy that is not measured in money."""
        return Currency(self.currency).show(self.amount) if self.amount else None

    def as_json(self) -> dict[str, object]:
        """Return the request as plain data, amounts as decimal strings."""
        granted = Currency(self.currency).show(self.granted) if self.granted else None
        return {
            "id": self.id,
            "state": self.state,
            "consultation": self.consultation,
            "complaint": self.complaint,
            "remedy": self.remedy,
            "amount": self.shown,
            "currency": self.currency,
            "note": self.note,
            "needed": self.needed,
            "asked_by": self.asked_by,
            "asked_at": self.asked_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "answered_by": self.answered_by,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
            "granted": granted,
            "reason": self.reason,
            "grant": self.entry,
        }


@dataclass(frozen=True, slots=True)
class Brief:
    """A request as an approver sees it.

    `then` is what the asker was answered, by remedy key: word, limit, entitled, needed role and rules, in
    minor units and keys; `facts` are the case's, as shown. `now` is the offer to the one who looks, decided
    anew by the policy in force; `stamp` names that policy and is handed back with the approval. `recent` are
    the customer's grants, newest first. `then`, `facts` and `now` are None once the case was deleted or
    cannot be decided, and `barred` says why.
    """

    request: Request
    facts: Mapping[str, str] | None
    then: Mapping[str, tuple[object, ...]] | None
    now: Offer | None
    barred: str | None
    stamp: PolicyStamp | None
    customer: str | None
    order: str | None
    reference: str | None
    recent: tuple[Entry, ...]
