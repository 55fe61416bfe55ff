"""Insight: what people's own words teach, kept without saying whose they were.

    search box ── searched, opened ──> Journal ── bursts of typing settle ──> search_log
                                         │ a thread of its own writes, in batches
                                         └─ in vain, or searched again ──> search_gap ── Insight.gaps
                                                                             │  prepare_draft: a beginning
                                              a new page that is found ──────┘  closes it
    customer's words ──> Recogniser.guess ──> complaint type, confidence
                             └─ confirm ──> confirmed_words: the next guess is better

Nothing is stored before `cleaning` has taken out what could belong to a customer.
"""

from kb.insight.gap import Gap, InsightError, NoSuchGap, NothingToReport
from kb.insight.insight import Insight
from kb.insight.journal import Journal
from kb.insight.recogniser import Confirmed, Recogniser
from kb.insight.said import Said

__all__ = [
    "Confirmed",
    "Gap",
    "Insight",
    "InsightError",
    "Journal",
    "NoSuchGap",
    "NothingToReport",
    "Recogniser",
    "Said",
]
