"""Learning: pages that must be acknowledged, paths for new staff, and scenario checks that policies answer.

    Shelves ── Curriculum follows ──> Lesson: acknowledge, path steps, scenario blocks of each page
                                         │
              ┌──────────────────────────┼───────────────────────────┐
       Acknowledgements              Learning                      faults
    due, acknowledge, overview   path, mark read, answer     by file and line
              │                          │
              └──> records <─────────────┴──> check ── Decide ──> the policy in force

The page is the truth: nothing of a path or a check is stored but who read and answered what. `Decide` comes
from above, since the desk stands on the library; so the right answer is never older than the policy.
"""

from kb.library.learning.acknowledgements import Acknowledgements
from kb.library.learning.changed import Passage, passages
from kb.library.learning.checks import Check, Decide
from kb.library.learning.claims import Claim, claim_of
from kb.library.learning.curriculum import Curriculum
from kb.library.learning.learning import Learning
from kb.library.learning.views import (
    AcknowledgementRow,
    Changed,
    Due,
    Outdated,
    ProgressRow,
    Question,
    ReadingPath,
    Reply,
    Standing,
    Step,
)

__all__ = [
    "AcknowledgementRow",
    "Acknowledgements",
    "Changed",
    "Check",
    "Claim",
    "Curriculum",
    "Decide",
    "Due",
    "Learning",
    "Outdated",
    "Passage",
    "ProgressRow",
    "Question",
    "ReadingPath",
    "Reply",
    "Standing",
    "Step",
    "claim_of",
    "passages",
]
