"""The audit chain: everything that changes something says so here, in the same transaction.

    use case ── record(session, actor, at, Event…) ──> AuditEvent ─prev─> AuditEvent ─prev─> …
                                                            │
    AuditTrail.verify  recomputes every hash and ───────────┤
                       compares the end with AuditHead      │
    feed(session, topic)  the number of the newest event ───┘  what followers poll

An event's hash covers the hash of the one before, so nothing can be changed, left out or put in another order
without every later hash being wrong; the head shows what is missing at the end.
"""

from kb.audit.chain import Event, Topic, feed, record
from kb.audit.trail import AuditEntry, AuditReport, AuditTrail

__all__ = ["AuditEntry", "AuditReport", "AuditTrail", "Event", "Topic", "feed", "record"]
