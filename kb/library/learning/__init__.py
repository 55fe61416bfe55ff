"""Learning: pages that must be acknowledged, paths for new staff, and scenario checks that policies answer.

    Shelves ── Curriculum follows ──> Lesson: acknowledge, path steps, scenario blocks of each page
                                         │
              ┌──────────────────────────┤
       Acknowledgements              Learning ── kb.sources.lessons ── Decide ──> the policy in force
    due, acknowledge, overview   path, mark read, answer
              │                          │
              └──> records <─────────────┘

The page is the truth: nothing of a path or a check is stored but who read and answered what. `Decide` comes
from above, since the desk stands on the library; so the right answer is never older than the policy.
"""

from kb.library.learning.acknowledgements import Acknowledgements
from kb.library.learning.changed import Passage, passages
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
from kb.sources.lessons.checks import Check, Decide
from kb.sources.lessons.claims import Claim, claim_of

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
