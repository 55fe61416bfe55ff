"""The tables, one noun a module.

    Person                     who is asking, and with what authority
    Article ─┬─< Revision      every text a page has ever had; none is changed or removed
             ├─< Tag           what a page is about, for browsing
             └─< Redirect      where it, or a page merged into it, used to be
    Attachment >── AttachmentContent   an image or document at a path of the library; its bytes, kept once
    SealingKey                 the secret that seals the addresses of attachments
    LoadProblem                what an import refused or warned of, until the page is mended
    AuditEvent, AuditHead      everything that was done, chained by hash, and the chain's end
    SearchLog, SearchGap       what was searched, and what nobody found
    Acknowledgement            who has acknowledged which revision, never changed
    PageRead                   who has read which page of a path
    ScenarioAnswer             what was answered to a scenario check, first and last
    ConfirmedWords             what customers said, and the complaint type it was

Rows never leave the use cases; what leaves is frozen and plain.
"""

from kb.model.acknowledgement import Acknowledgement
from kb.model.article import Article, Tag
from kb.model.attachment import Attachment, AttachmentContent, SealingKey
from kb.model.audit_event import AuditEvent, AuditHead
from kb.model.confirmed_words import ConfirmedWords
from kb.model.load_problem import LoadProblem
from kb.model.page_read import PageRead
from kb.model.person import Person
from kb.model.redirect import Redirect
from kb.model.revision import Revision
from kb.model.scenario_answer import ScenarioAnswer
from kb.model.search_log import SearchGap, SearchLog
from kb.model.table import Table, metadata

__all__ = [
    "Acknowledgement",
    "Article",
    "Attachment",
    "AttachmentContent",
    "AuditEvent",
    "AuditHead",
    "ConfirmedWords",
    "LoadProblem",
    "PageRead",
    "Person",
    "Redirect",
    "Revision",
    "ScenarioAnswer",
    "SealingKey",
    "SearchGap",
    "SearchLog",
    "Table",
    "Tag",
    "metadata",
]
