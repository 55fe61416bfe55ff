"""The ledger's use cases: reading, receipts, export, and what must be forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from kb import audit
from kb.access import Actor, Gate, use_case
from kb.desk import asking, balancing, ledger_csv, ledger_queries, purging, receipts, verifying
from kb.desk.errors import BadCase, NotThere
from kb.desk.ledger_queries import Wanted
from kb.desk.rulebook import Rulebook
from kb.desk.terms import Terms
from kb.desk.views import Entry
from kb.model import LedgerEntry
from kb.storage import Database
from policies import NoPolicy

_EVERYTHING = Wanted()


class Ledger:
    """What was given. Agents see the entries they had a hand in; leads and managers see all."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        rulebook: Rulebook,
        clock: Callable[[], datetime],
        terms: Terms,
    ) -> None:
        """Read `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook
        self._clock = clock
        self._terms = terms

    @use_case("ledger.read")
    def entries(self, actor: Actor, where: Wanted = _EVERYTHING, limit: int = 100) -> tuple[Entry, ...]:
        """Return the newest entries that are wanted, newest first."""
        with self._database.read() as session:
            return ledger_queries.newest(session, actor, where, limit)

    @use_case("ledger.read")
    def receipt(self, actor: Actor, grant: int) -> receipts.Receipt:
        """Return the receipt of a grant: `text` and `as_json()` say the same.

        Raises:
            NotThere: there is no such grant, or it is not theirs to see.
            NoReceipt: it is a reversal, or the facts of its case were deleted.
        """
        with self._database.read() as session:
            row = session.get(LedgerEntry, grant)
            if row is None or not ledger_queries.may_see(actor, row):
                raise NotThere("unknown-grant", f"There is no grant {grant} that is yours to see.")
            return receipts.receipt_of(session, row)

    @use_case("ledger.read")
    def verify(self, _actor: Actor, text: str) -> verifying.Verification:
        """Hold a receipt, as JSON or in words, against the ledger, and decide its case once more.

        Raises:
            NoReceipt: it cannot be read.
        """
        with self._database.read() as session:
            return verifying.verify(session, text)

    @use_case("ledger.export")
    def export(self, actor: Actor, where: Wanted = _EVERYTHING) -> Iterator[str]:
        """Yield the lines of a CSV file, oldest entry first, each with its end; memory stays small."""
        with self._database.read() as session:
            yield from ledger_csv.lines(ledger_queries.oldest_first(session, actor, where))

    @use_case("ledger.balance")
    def balance(self, _actor: Actor) -> balancing.Balance:
        """Add everything up and hold every budget of the vocabulary in force against it."""
        rules, now = self._rulebook.rules(), self._clock().astimezone(UTC)
        try:
            vocabulary = rules.book.vocabulary(now.date())
        except NoPolicy:
            vocabulary = None
        with self._database.read() as session:
            return balancing.balance(session, vocabulary, now)

    @use_case("ledger.purge")
    def purge(self, actor: Actor, days: int | None = None) -> purging.Purged:
        """Delete the cases that are older than `days`, or than the settings keep them, and every trace.

        Entries stay, without facts, and so does the audit chain, which never held any.

        Raises:
            BadCase: `days` is less than nothing.
        """
        if days is not None and days < 0:
            raise BadCase("bad-days", "Keep cases for 0 days or more.")
        now = self._clock().astimezone(UTC)
        with self._database.write() as session:
            events = asking.sweep(session, now)  # what nobody answered in time holds its case no longer
            done = purging.purge(session, purging.cut(now, self._terms.keep, days))
            detail = {
                "before": done.before.isoformat(),
                "consultations": done.consultations,
                "case_files": done.case_files,
                "requests": done.requests,
                "customers": done.customers,
                "words": done.words,
            }
            audit.record(session, actor, now, *events, audit.Event("desk", "purge", "cases", detail))
        return replace(done, erased=self._database.erase(purging.TABLES))
