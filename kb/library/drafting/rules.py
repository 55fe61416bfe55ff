"""The rules of review: who may judge which kinds of page, and how many must agree."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from kb.access import Actor
from kb.library.drafting.proofs import Proofs
from kb.model import Draft, Person, Review
from kb.sources.front import KINDS

_BY_ROLE: Mapping[str, frozenset[str]] = {
    "lead": frozenset({"playbook", "help"}),
    "manager": frozenset(KINDS),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """`approvers` is how many must approve, by kind, where so many people may; else as many as may.

    With `self_approval`, for a team of one, whoever wrote a change may approve it. `proofs` is what policies
    must hold by.
    """

    approvers: Mapping[str, int] = field(default_factory=lambda: {"policy": 2})
    self_approval: bool = False
    proofs: Proofs = field(default_factory=Proofs, compare=False)

    def may_judge(self, role: str, kinds: frozenset[str]) -> bool:
        """Say whether somebody in `role` may judge a change of a page of these kinds, before and after."""
        return bool(kinds) and kinds <= _BY_ROLE.get(role, frozenset())

    def may_approve(self, actor: Actor, draft: Draft, kinds: frozenset[str]) -> bool:
        """Say whether this person may approve: they may judge it, and it is not their own."""
        own = actor.id in editors_of(draft)
        return self.may_judge(actor.role, kinds) and (self.self_approval or not own)

    def needed(self, session: Session, draft: Draft, kinds: frozenset[str]) -> int:
        """Return how many approvals the change needs, given who there is to give them; at least one."""
        wanted = max((self.approvers.get(kind, 1) for kind in kinds), default=1)
        return max(1, min(wanted, len(self._judges(session, draft, kinds))))

    def approvals(self, session: Session, draft: Draft, kinds: frozenset[str]) -> tuple[str, ...]:
        """Return the names of those whose approval of the very text of the draft counts at this moment."""
        judges = self._judges(session, draft, kinds)
        rows = session.exec(
            select(Review)
            .where(Review.draft_id == draft.id, Review.sha256 == draft.sha256, Review.verdict == "approve")
            .where(col(Review.void).is_(False))
            .order_by(col(Review.id))
        ).all()
        return tuple({row.person_id: row.person for row in rows if row.person_id in judges}.values())

    def _judges(self, session: Session, draft: Draft, kinds: frozenset[str]) -> frozenset[int]:
        own = frozenset() if self.self_approval else editors_of(draft)
        people = session.exec(select(Person.id, Person.role).where(col(Person.active))).all()
        found = (person for person, role in people if person is not None and self.may_judge(role, kinds))
        return frozenset(found) - own


def editors_of(draft: Draft) -> frozenset[int]:
    """Return the ids of everybody who had a hand in the draft, its author among them."""
    return frozenset(int(each) for each in json.loads(draft.editors)) | {draft.author_id}
