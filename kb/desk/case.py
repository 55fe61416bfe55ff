"""A case as it is put to the desk: complaint, facts, and the references that must say nobody's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.desk.errors import BadCase

LONGEST_REFERENCE = 64
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#+-]*")
_DIGITS = re.compile(r"[0-9]")
_TELEPHONE = re.compile(r"(?:\+|00)[0-9][0-9./-]{6,}|0[0-9]{9,10}|0[0-9]{2,5}[./-][0-9./-]{5,}")


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked about.

    `facts` are values by fact key, None or blank where not known; facts that come from the ledger are not
    given. `customer`, `order` and `reference` (the ticket) are opaque ids of other systems, such as
    `C-20481`: at most 64 letters, digits and `._:/#+-`, a digit among them; what looks like a name, an e-mail
    address or a customer's telephone number is refused. They are kept as they are given; blank is none.
    """

    complaint: str
    facts: Mapping[str, object] = field(default_factory=dict)
    customer: str | None = None
    order: str | None = None
    reference: str | None = None


def opaque(what: str, written: str | None) -> str | None:
    """Return a reference as it is kept, None for a blank one; `what` is what people call it.

    Raises:
        BadCase: it could be somebody's name, address or number.
    """
    text = (written or "").strip()
    if not text:
        return None
    fits = len(text) <= LONGEST_REFERENCE and _REFERENCE.fullmatch(text) and _DIGITS.search(text)
    if not fits or (what == "customer" and _TELEPHONE.fullmatch(text)):
        raise BadCase(
            "not-opaque",
            f"The {what} must be an id, such as C-20481: letters, digits and ._:/#+-, a digit among them.",
            "A name, an e-mail address or a telephone number is never kept here.",
        )
    return text
