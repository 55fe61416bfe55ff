"""The tables, one noun a module.

    Person                     who is asking, and with what authority
    Article ─┬─< Revision      every text a page has ever had; none is changed or removed
             ├─< Tag           what a page is about, for browsing
             ├─< Verification  who said that it is still true
             └─< Redirect      where it, or a page merged into it, used to be
    Draft ─┬─< DraftText       a change on its way to readers, and what it was at each save
           └─< Review          who approved or returned which text of it
    ClauseDoubt                a policy's row that rests on a clause which was changed since
    Attachment >── AttachmentContent   an image or document at a path of the library; its bytes, kept once
    SealingKey                 the secret that seals the addresses of attachments
    LoadProblem                what an import refused or warned of, until the page is mended
    Consultation               a case put to a policy, and the answer, until it is forgotten
    LedgerEntry ── CaseFile    what was granted or taken back, for ever; the facts it rested on, for a while
    CustomerReference, LedgerKey   whom the ledger's hashes stand for
    LedgerAccount, BudgetCounter   what racing grants lock, and what they may not exceed
    ApprovalRequest            what was asked of a higher role, and the answer
    Outcome                    whether it was put right
    AuditEvent, AuditHead      everything that was done, chained by hash, and the chain's end
    SearchLog, SearchGap       what was searched, and what nobody found
    Acknowledgement            who has acknowledged which revision, never changed
    PageRead                   who has read which page of a path
    ScenarioAnswer             what was answered to a scenario check, first and last
    ConfirmedWords             what customers said, and the complaint type it was

Rows never leave the use cases; what leaves is frozen and plain.
"""

from kb.model.acknowledgement import Acknowledgement
from kb.model.approval_request import ApprovalRequest
from kb.model.article import Article, Tag
from kb.model.attachment import Attachment, AttachmentContent, SealingKey
from kb.model.audit_event import AuditEvent, AuditHead
from kb.model.case_file import CaseFile
from kb.model.clause_doubt import ClauseDoubt
from kb.model.confirmed_words import ConfirmedWords
from kb.model.consultation import Consultation
from kb.model.customer_reference import CustomerReference, LedgerKey
from kb.model.draft import Draft, DraftText
from kb.model.ledger_account import BudgetCounter, LedgerAccount
from kb.model.ledger_entry import LedgerEntry
from kb.model.load_problem import LoadProblem
from kb.model.outcome import Outcome
from kb.model.page_read import PageRead
from kb.model.person import Person
from kb.model.redirect import Redirect
from kb.model.review import Review
from kb.model.revision import Revision
from kb.model.scenario_answer import ScenarioAnswer
from kb.model.search_log import SearchGap, SearchLog
from kb.model.table import Table, metadata
from kb.model.verification import Verification

__all__ = [
    "Acknowledgement",
    "ApprovalRequest",
    "Article",
    "Attachment",
    "AttachmentContent",
    "AuditEvent",
    "AuditHead",
    "BudgetCounter",
    "CaseFile",
    "ClauseDoubt",
    "ConfirmedWords",
    "Consultation",
    "CustomerReference",
    "Draft",
    "DraftText",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerKey",
    "LoadProblem",
    "Outcome",
    "PageRead",
    "Person",
    "Redirect",
    "Review",
    "Revision",
    "ScenarioAnswer",
    "SealingKey",
    "SearchGap",
    "SearchLog",
    "Table",
    "Tag",
    "Verification",
    "metadata",
]
