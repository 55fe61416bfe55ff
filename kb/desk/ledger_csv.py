"""The ledger as a CSV file that a spreadsheet shows and never executes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from kb.desk.views import Entry
from policies.currency import Currency

COLUMNS = (
    "entry", "kind", "basis", "at", "remedy", "remedy kind", "amount", "currency", "complaint", "verdict",
    "rules", "customer", "order", "reference", "granted by", "role", "asked by", "reason", "policy",
    "revision", "policy sha256", "reverses", "reversed by", "key", "entry sha256",
)  # fmt: skip
# What a spreadsheet skips before a formula, and the signs that begin one, wide and small forms too.
_SKIPPED = r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*"
_FORMULA = re.compile(
    _SKIPPED + r"[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20\uff5c\uff05\ufe66\ufe62\ufe63\ufe6b\u2212]"
)


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of the file, the heading first, each with its end.

    Amounts are plain decimals, negative for reversals, so that a column adds up; text that a spreadsheet
    would take for a formula has an apostrophe before it.
    """
    yield _line(COLUMNS)
    for entry in entries:
        yield _line(_cells(entry))


def harmless(text: str) -> str:
    """Return text as a spreadsheet may have it.

    >>> harmless("=1+1"), harmless("late"), harmless(" @SUM(A1)")
    ("'=1+1", 'late', "' @SUM(A1)")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _cells(entry: Entry) -> tuple[object, ...]:
    stamp = entry.stamp
    return (
        entry.id,
        entry.kind,
        entry.basis,
        entry.at.isoformat(timespec="seconds"),
        harmless(entry.remedy),
        harmless(entry.remedy_kind),
        _Number(Currency(entry.currency).show(entry.amount)),
        entry.currency,
        harmless(entry.complaint),
        entry.word,
        harmless(", ".join(entry.rules)),
        harmless(entry.customer or ""),
        harmless(entry.order or ""),
        harmless(entry.reference or ""),
        harmless(entry.actor),
        harmless(entry.role),
        harmless(entry.asked_by or ""),
        harmless(entry.reason),
        harmless(stamp.slug),
        stamp.revision,
        stamp.sha256,
        entry.reverses or "",
        entry.reversed_by or "",
        harmless(entry.key),
        entry.sha256,
    )


class _Number(str):
    """A decimal: left alone, also with a minus before it."""

    __slots__ = ()


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return out.getvalue()
