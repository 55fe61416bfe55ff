"""Verifying a receipt: everything it says held against the ledger, and the case decided once more."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

import policies
from kb.desk.entries import entries_of, hash_of
from kb.desk.receipts import inputs_fields, ledger_fields, read_receipt
from kb.desk.seal import digest, seal
from kb.model import Article, AuditEvent, CaseFile, LedgerEntry, Revision
from kb.sources import policy_page, read_page
from policies import PolicyError


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it: `differences` says of each field what does not hold, and is empty for a true receipt.

    `decided_again` is False where the policy's text or the receipt's facts are no longer to be had.
    """

    grant: int
    differences: tuple[str, ...]
    decided_again: bool
    reversed: bool

    @property
    def holds(self) -> bool:
        """Whether the receipt says what was granted, and the policy what the receipt says."""
        return not self.differences


def verify(session: Session, text: str) -> Verification:
    """Hold a receipt, as JSON or in words, against the ledger.

    Raises:
        NoReceipt: `unreadable`.
    """
    said = read_receipt(text)
    row = session.get(LedgerEntry, said["receipt"])
    if row is None or row.kind != "grant" or row.id is None:
        none = f"receipt: there is no grant {said['receipt']}"
        return Verification(said["receipt"], (none,), decided_again=False, reversed=False)
    found = [*_hash(said), *_fields(session, said, row), *_entry(session, row)]
    again = list(_decided(session, said, row))
    back = entries_of(session, (row,))[0].reversed_by is not None
    every = dict.fromkeys([*found, *(each for each in again if each)])
    return Verification(row.id, tuple(every), decided_again=again != [None], reversed=back)


def _hash(said: Mapping[str, Any]) -> Iterator[str]:
    fields = {name: value for name, value in said.items() if name != "hash"}
    try:
        own = digest(fields)
    except (TypeError, ValueError):
        own = ""
    if said.get("hash") != own:
        yield "hash: it is not that of this receipt, so something in it was changed"


def _fields(session: Session, said: Mapping[str, Any], row: LedgerEntry) -> Iterator[str]:
    """Name each field that is not what the ledger, or the file of the case, has."""
    file = session.get(CaseFile, row.id)
    known = ledger_fields(row)
    if file is not None:
        known |= inputs_fields(json.loads(file.inputs)) | {"salt": file.salt}
    facts = known.pop("facts", None)
    given = said.get("facts")
    if isinstance(facts, dict):
        given = given if isinstance(given, dict) else {}
        for key in sorted({*facts, *given}):
            if facts.get(key) != given.get(key):
                case = _shown(facts.get(key))
                yield f"fact {key}: the receipt says {_shown(given.get(key))}, the case {case}"
    for name, value in known.items():
        if said.get(name) != value:
            yield f"{name}: the receipt says {_shown(said.get(name))}, the ledger {_shown(value)}"
    for name in sorted(said.keys() - known.keys() - {"hash", "facts", "salt", *_OF_CASE}):
        yield f"{name}: a receipt has no such field"
    if _sealed(said, row) != row.seal:
        yield "seal: the facts and references are not those that the grant rested on"


def _sealed(said: Mapping[str, Any], row: LedgerEntry) -> str:
    inputs = {name: said.get(name) for name in (*_OF_CASE, "facts")} | {"role": row.role}
    try:
        return seal(str(said.get("salt")), inputs)
    except (TypeError, ValueError):
        return ""


def _entry(session: Session, row: LedgerEntry) -> Iterator[str]:
    """Say whether the entry is still what it was when it was written, by its hash and the audit chain."""
    if hash_of(row) != row.sha256:
        yield "entry_sha256: the entry itself was changed in the database"
    told = select(AuditEvent.detail).where(
        AuditEvent.topic == "desk", AuditEvent.action == "grant", AuditEvent.thing == str(row.id)
    )
    if not any(json.loads(detail).get("sha256") == row.sha256 for detail in session.exec(told)):
        yield "entry_sha256: the audit chain does not know this entry"


def _decided(session: Session, said: Mapping[str, Any], row: LedgerEntry) -> Iterator[str | None]:
    """Decide the case once more by the texts that the ledger names; yield None where that cannot be done."""
    pages = [
        _page(session, row.policy_slug, row.policy_sha256),
        _page(session, row.vocabulary_slug, row.vocabulary_sha256),
    ]
    known = [page for page in pages if page is not None]
    if row.basis != "policy" or len(known) < 2 or not isinstance(said.get("facts"), dict):
        yield None
        return
    try:
        day = date.fromisoformat(str(said.get("as_of")))
        facts = {str(key): str(value) for key, value in said["facts"].items()}
        decision = policies.read(known).decide(str(said.get("complaint")), row.role, facts, day)
        verdict = next(each for each in decision.bare if each.remedy.key == row.remedy)
    except (PolicyError, ValueError, StopIteration) as error:
        yield f"verdict: the case cannot be decided again: {error}"
        return
    came = {
        "verdict": verdict.word,
        "rules": [rule.id for rule in verdict.rules],
        "because": list(verdict.because),
        "confirmed": list(verdict.provided),
    }
    for name, value in came.items():
        if said.get(name) != value:
            yield f"{name}: the receipt says {_shown(said.get(name))}, the policy {_shown(value)}"
    if verdict.remedy.in_money and row.amount > (verdict.limit or 0):
        yield f"amount: the policy's limit is {verdict.show(verdict.limit)}"


def _page(session: Session, slug: str, sha256: str) -> policies.Page | None:
    ours = (Article.slug == slug, Revision.article_id == Article.id, Revision.sha256 == sha256)
    query = select(Article.path, Revision.body).where(*ours).order_by(col(Revision.number).desc())
    found = session.exec(query).first()
    if found is None:
        by_text = select(Article.path, Revision.body).where(
            Revision.article_id == Article.id, Revision.sha256 == sha256
        )
        found = session.exec(by_text.limit(1)).first()
    source, _ = read_page(found[0], found[1].encode("utf-8")) if found else (None, ())
    return policy_page(replace(source, slug=slug)) if source is not None else None


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return f"`{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}`"


_OF_CASE = ("complaint", "customer", "order", "reference", "as_of")
