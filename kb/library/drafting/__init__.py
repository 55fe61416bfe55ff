"""The life of a change: typed, judged, published, and never in anybody's way before.

            save (as typed)                approve (enough of them)
              ┌──┐                               │
    start ──> draft ── propose ──> proposed ─────┴──> approved ── publish ──> published (a Revision)
              ▲  ▲                    │                  │   └─ at a time ─ publish_due ─┘
              │  └── save: approvals void ───────────────┤
              └──────────── returned <── return, or a conflict when it fell due
    withdrawn: from any step before published

    drafts      start, save, propose, withdraw        rules     who may judge, how many must agree
    reviews     the queue, approve, return            fitness   whether a text can be a page, by line
    publishing  now, at a set time, what is due       proofs    whether the policies hold with it
    rows        Draft rows found, locked, shown       offer     a merge, with all the texts it was made of

The live page changes in `publishing` alone, through `kb.library.revising`.
"""

from kb.library.drafting.drafts import Drafts
from kb.library.drafting.errors import (
    BadAddress,
    Conflict,
    DraftError,
    NeedsComment,
    NotApproved,
    Stale,
    TooLarge,
    Unfit,
    WrongStep,
)
from kb.library.drafting.offer import Offer
from kb.library.drafting.publishing import Published, Publishing
from kb.library.drafting.reviews import Reviews
from kb.library.drafting.rules import Rules
from kb.library.drafting.views import DraftCard, DraftView, ReviewView

__all__ = [
    "BadAddress",
    "Conflict",
    "DraftCard",
    "DraftError",
    "DraftView",
    "Drafts",
    "NeedsComment",
    "NotApproved",
    "Offer",
    "Published",
    "Publishing",
    "ReviewView",
    "Reviews",
    "Rules",
    "Stale",
    "TooLarge",
    "Unfit",
    "WrongStep",
]
