"""Lessons: what pages ask of their readers, read from the pages and put to policies; nothing is stored here.

SourcePage ── lesson_of ──> Lesson: acknowledge, path steps, scenario blocks
                              │
      ┌───────────────────────┴──────────────┐
   check ── Decide ──> the policy          faults
the question, its choices (claims,       by file and line
alternatives), which of them is right
"""

from kb.sources.lessons.checks import Check, Decide, check
from kb.sources.lessons.claims import Claim, claim_of, read_code
from kb.sources.lessons.faults import faults
from kb.sources.lessons.lesson import Block, Lesson, lesson_of

__all__ = [
    "Block",
    "Check",
    "Claim",
    "Decide",
    "Lesson",
    "check",
    "claim_of",
    "faults",
    "lesson_of",
    "read_code",
]
