"""Seals: how an entry holds on to facts that it must not keep.

    seal = HMAC-SHA256(salt, inputs)

Facts are few and small, so a plain hash of them could be found out by trying; with a salt of its own it
cannot. The salt lies beside the facts and is deleted with them. Whoever holds a receipt holds both, so that
it can still be verified, and nobody else learns anything from the seal that stays behind.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.audit.chain import canonical


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a decision rests on besides the policy; `facts` are shown values, derived ones left
    out."""

    complaint: str
    role: str
    as_of: date
    facts: Mapping[str, str]
    customer: str | None
    order: str | None
    reference: str | None

    def as_json(self) -> dict[str, object]:
        """Return what is sealed, as plain data."""
        return {
            "complaint": self.complaint,
            "role": self.role,
            "as_of": self.as_of.isoformat(),
            "facts": dict(sorted(self.facts.items())),
            "customer": self.customer,
            "order": self.order,
            "reference": self.reference,
        }


def new_salt() -> str:
    """Return 128 random bits, in hex."""
    return secrets.token_hex(16)


def seal(salt: str, inputs: Mapping[str, object]) -> str:
    """Return the seal over `inputs`, in hex."""
    return hmac.new(salt.encode(), _bytes(inputs), hashlib.sha256).hexdigest()


def digest(thing: Mapping[str, object]) -> str:
    """Return the hex SHA-256 of plain data: the same on every machine."""
    return hashlib.sha256(_bytes(thing)).hexdigest()


def _bytes(thing: Mapping[str, object]) -> bytes:
    return canonical(thing).encode("utf-8", "surrogatepass")
