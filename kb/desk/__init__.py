"""The desk: what the customer complains of, the facts, and who asks -> what may be offered.

    articles of kind policy ── Rulebook follows ──> policies.Book, as of today
                                                        │
    complaint + facts + authority ──── Desk.decide ─────┴──> Decision

The engine decides; this room knows which pages are in force, what day it is, and who is asking.
"""

from kb.desk.desk import Desk
from kb.desk.rulebook import Rulebook

__all__ = ["Desk", "Rulebook"]
