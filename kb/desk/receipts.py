"""Receipts: what a grant rested on, in words and as JSON, to be pasted in a ticket and verified later.

The words hold every field of the JSON, a line each (of a list, a line an item), so that either can be
verified: whatever was changed in one of them is found.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from kb.desk.entries import stamp_of
from kb.desk.errors import NoReceipt
from kb.desk.seal import digest
from kb.model import CaseFile, LedgerEntry
from policies.currency import Currency

HEADING = "Carebook receipt"
_FACT = "fact "
_LABELS = {
    "receipt": HEADING,
    "remedy": "Granted",
    "amount": "Amount",
    "currency": "Currency",
    "at": "At",
    "actor": "By",
    "role": "With the authority of",
    "asked_by": "Asked for by",
    "basis": "Basis",
    "verdict": "Verdict",
    "rules": "Rules",
    "because": "Because",
    "confirmed": "Confirmed",
    "complaint": "Complaint",
    "customer": "Customer",
    "order": "Order",
    "reference": "Ticket",
    "as_of": "As of",
    "policy": "Policy",
    "policy_revision": "Policy revision",
    "policy_sha256": "Policy hash",
    "vocabulary": "Vocabulary",
    "vocabulary_revision": "Vocabulary revision",
    "vocabulary_sha256": "Vocabulary hash",
    "salt": "Salt",
    "seal": "Seal",
    "entry_sha256": "Entry hash",
    "hash": "Hash",
}
_FIELDS = {label: field for field, label in _LABELS.items()}
_LISTS = frozenset({"rules", "because", "confirmed"})
_NUMBERS = frozenset({"receipt", "policy_revision", "vocabulary_revision"})
_LINE = re.compile(r"([^:]+): ?(.*)")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One grant's receipt: `fields` is plain data, amounts decimal strings; `facts` are shown values."""

    grant: int
    fields: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """Return the receipt as plain data."""
        return dict(self.fields)

    @property
    def text(self) -> str:
        """The receipt in words, a line a field."""
        said = []
        for name, label in _LABELS.items():
            value = self.fields.get(name)
            if name == "salt":
                facts = self.fields.get("facts")
                rows = facts.items() if isinstance(facts, dict) else ()
                said += [f"{_FACT}{key}: {fact}" for key, fact in rows]
            values = value if isinstance(value, list) else [] if value is None else [value]
            said += [f"{label}: {each}" for each in values]
        return "\n".join(said)


def receipt_of(session: Session, row: LedgerEntry) -> Receipt:
    """Write the receipt of a grant.

    Raises:
        NoReceipt: the entry is a reversal, or the facts of its case were deleted.
    """
    if row.kind != "grant" or row.id is None:
        raise NoReceipt("is-reversal", f"Entry {row.id} is a reversal; receipts are for grants.")
    file = session.get(CaseFile, row.id)
    if file is None:
        raise NoReceipt("forgotten", f"The facts of grant {row.id} were deleted, as they had to be.")
    fields = ledger_fields(row) | inputs_fields(json.loads(file.inputs)) | {"salt": file.salt}
    return Receipt(row.id, fields | {"hash": digest(fields)})


def ledger_fields(row: LedgerEntry) -> dict[str, object]:
    """Return the fields that the ledger itself knows for ever."""
    stamp = stamp_of(row)
    return {
        "receipt": row.id,
        "basis": row.basis,
        "remedy": row.remedy,
        "amount": Currency(row.currency).show(row.amount) if row.amount else None,
        "currency": row.currency,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "role": row.role,
        "asked_by": row.asked_by,
        "verdict": row.word,
        "rules": json.loads(row.rules),
        "because": json.loads(row.clauses),
        "confirmed": json.loads(row.confirmed),
        "policy": stamp.slug,
        "policy_revision": stamp.revision,
        "policy_sha256": stamp.sha256,
        "vocabulary": stamp.vocabulary_slug,
        "vocabulary_revision": stamp.vocabulary_revision,
        "vocabulary_sha256": stamp.vocabulary_sha256,
        "seal": row.seal,
        "entry_sha256": row.sha256,
    }


def inputs_fields(inputs: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields that say what the case was; the role stands in the ledger too."""
    return {
        "complaint": inputs["complaint"],
        "facts": inputs["facts"],
        "customer": inputs["customer"],
        "order": inputs["order"],
        "reference": inputs["reference"],
        "as_of": inputs["as_of"],
    }


def read_receipt(text: str) -> dict[str, Any]:
    """Return the fields of a receipt, given as JSON or in words.

    Raises:
        NoReceipt: `unreadable`, it is neither.
    """
    written = text.strip().removeprefix("\ufeff")
    fields = _from_json(written) if written.startswith("{") else _from_words(written)
    number = fields.get("receipt")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        raise NoReceipt("unreadable", "It does not say of which grant it is the receipt.")
    return fields


def _from_json(written: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise NoReceipt("unreadable", "A field stands twice in it.")
        return dict(pairs)

    try:
        fields = json.loads(written, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise NoReceipt("unreadable", f"It is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise NoReceipt("unreadable", "A receipt is an object.")
    return fields


def _from_words(written: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"facts": {}}
    for line in written.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise NoReceipt("unreadable", f"`{line.strip()[:60]}` is no line of a receipt.")
        label, value = found[1].strip(), found[2].strip()
        into, name = (
            (fields["facts"], label.removeprefix(_FACT))
            if label.startswith(_FACT)
            else (fields, _FIELDS.get(label))
        )
        if name is None or (name in into and name not in _LISTS):
            raise NoReceipt("unreadable", f"`{label[:60]}` does not belong there.")
        if into is fields and name in _LISTS:
            into.setdefault(name, []).append(value)
        else:
            into[name] = _value(name, value) if into is fields else value
    for name in _LABELS:
        fields.setdefault(name, [] if name in _LISTS else None)
    return fields


def _value(name: str, written: str) -> object:
    if name in _NUMBERS:
        return int(written) if written.isascii() and written.isdigit() and len(written) < 11 else written
    return written
