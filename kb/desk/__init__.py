"""The desk: complaint, facts and who asks in; out comes what may be offered, and then what was given.

    articles of kind policy ── Rulebook ──> policies.Book, every revision that is in force on some day
                                                │
    Case ── Desk.consult ──────────────────────>│ decided, logged ──> Consultation (Offer: verdict + Room)
                │                               │
           Desk.grant ── locks the accounts, decides anew, budgets ──> LedgerEntry ──> Ledger.receipt
                │                               │                          │
           Approvals.ask ──> ApprovalRequest ── Approvals.approve ─────────┤
                                                                           └── Desk.reverse

The engine decides; this room knows which pages are in force, what day it is, who is asking, and what was
given before. Money is integer minor units. Three services, each use case with the actor first:

    app.desk       consult(actor, case, id=None) -> Consultation
                       logged under `id`; the same `id` while one case is answered step by step is one row
                   grant(actor, consultation, remedy, amount, *, key, confirmed=()) -> Entry
                   reverse(actor, grant, reason, *, key) -> Entry
                   decide(actor, complaint, facts) -> Decision          for practice: typed in, not logged
                   complaints, roles, remedies, facts, problems
    app.approvals  ask(actor, consultation, remedy, amount, *, key, confirmed=(), note="") -> Request
                   approve(actor, request, amount=None, *, confirmed=(), reason="", seen=None) -> Entry
                   decline(actor, request, reason) -> Request      withdraw(actor, request) -> Request
                   requests(actor, state=None) -> tuple[Request, ...]   my own, and those I may answer
                   brief(actor, request) -> Brief                       what the approver needs to see
                   feed(actor) -> int      poll it: it grows when any request or grant changed
    app.ledger     entries(actor, where=Wanted(), limit=100) -> tuple[Entry, ...]      newest first
                   receipt(actor, grant) -> Receipt       verify(actor, text) -> Verification
                   export(actor, where=Wanted()) -> Iterator[str]      the lines of a CSV file
                   balance(actor) -> Balance              sums, and each budget against the ledger
                   purge(actor, days=None) -> Purged      what must be forgotten, really deleted

Every `key` is the caller's own for one press of a button: the same key again gives the first result again,
and with other contents is refused. A refusal is a `DeskError` with a stable code (see `errors`) or, where the
case cannot be decided at all, a `policies.PolicyError`.

How much was spent is never kept as a number to be believed: windows roll, so it is counted from the ledger,
under the locks of all accounts concerned (agent, customer, order, case, always in that order), and then
written by one conditional write that a CHECK guards. An entry counts towards a window of N days while less
than N times 24 hours have passed, and not once it is reversed. `ledger_facts` tells which facts are read from
the ledger; `references` what the ledger knows of a customer; `seal` how facts can be forgotten and receipts
verified even so.

A consultation is logged without waiting for the disk: a kill loses none, a power failure may lose those of
the last second. Grants, requests, answers and reversals wait, and take with them all that was logged before.

For whoever builds on the tables: `Consultation` rows are the decisions of a period (`facts` and `answer` are
JSON; `best` is `none`, `needs`, `depends` or `never` where there was nothing to give at once; `practice` rows
are to be left out); a grant outside policy is a `LedgerEntry` with `basis` `exception`, its `reason`, and
counts towards no budget; `Outcome` is one follow-up of one consultation.
"""

from kb.desk.approvals import Approvals
from kb.desk.balancing import Balance
from kb.desk.case import Case
from kb.desk.desk import Desk
from kb.desk.errors import BadCase, DeskError, NoReceipt, NotAnswered, NotGranted, NotReversed, NotThere
from kb.desk.ledger import Ledger
from kb.desk.ledger_queries import Wanted
from kb.desk.purging import Purged
from kb.desk.receipts import Receipt
from kb.desk.rulebook import Rulebook
from kb.desk.terms import Terms
from kb.desk.verifying import Verification
from kb.desk.views import Brief, Consultation, Entry, Offer, PolicyStamp, Request, Room

__all__ = [
    "Approvals",
    "BadCase",
    "Balance",
    "Brief",
    "Case",
    "Consultation",
    "Desk",
    "DeskError",
    "Entry",
    "Ledger",
    "NoReceipt",
    "NotAnswered",
    "NotGranted",
    "NotReversed",
    "NotThere",
    "Offer",
    "PolicyStamp",
    "Purged",
    "Receipt",
    "Request",
    "Room",
    "Rulebook",
    "Terms",
    "Verification",
    "Wanted",
]
