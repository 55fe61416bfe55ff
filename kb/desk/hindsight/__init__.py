"""Hindsight: what the desk's log says of the policies, once the calls are over.

    Consultation rows ──┬─ Replays      a draft against the logged decisions: how many change, to what, by how
                        │               much money, for whom most
                        ├─ Unanswered   cases that ended referred, or with nothing to offer, for the owners
                        └─ Outcomes     was it put right; whom to ask today
    LedgerEntry rows ───── Exceptions   what managers gave outside policy, and the row each would need

Nothing here changes a decision or an entry that was made; `Exceptions.grant` adds one.
"""

from kb.desk.hindsight.exceptions import Exceptions, Proposal
from kb.desk.hindsight.outcomes import FollowUp, Outcomes, Score
from kb.desk.hindsight.replay_report import ReplayReport
from kb.desk.hindsight.replaying import DraftRefused, Replays
from kb.desk.hindsight.unanswered import Lack, Unanswered

__all__ = [
    "DraftRefused",
    "Exceptions",
    "FollowUp",
    "Lack",
    "Outcomes",
    "Proposal",
    "ReplayReport",
    "Replays",
    "Score",
    "Unanswered",
]
