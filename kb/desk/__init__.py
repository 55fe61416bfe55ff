"""The desk: what the customer complains of, the facts, and who asks -> what may be offered.

    articles of kind policy ── follow ──> policies.Book, in force as of today
                                              │
    complaint + facts + authority ── decide ──┴──> Decision

The engine decides; this room knows which pages are in force, what day it is, and who is asking.
"""

from kb.desk.desk import Desk

__all__ = ["Desk"]
