"""Reviews: what waits to be judged, approvals, and changes sent back with the reason."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from kb.access import Actor, Gate, Refused, use_case
from kb.audit import record
from kb.library.drafting.errors import NeedsComment
from kb.library.drafting.rows import article_of, at_step, at_version, cards, find, kinds_of, view
from kb.library.drafting.rules import Rules, editors_of
from kb.library.drafting.stepping import event_of, send_back
from kb.library.drafting.typed import several_lines
from kb.library.drafting.views import DraftCard, DraftView
from kb.model import Draft, Review
from kb.storage import Database

_LONGEST_COMMENT = 4000


class _Said(NamedTuple):
    verdict: str
    comment: str
    at: datetime


class Reviews:
    """What those who judge changes do with them."""

    def __init__(self, database: Database, gate: Gate, rules: Rules, clock: Callable[[], datetime]) -> None:
        """Work on `database`, for whom `gate` admits, by the `rules` of this team."""
        self.gate = gate
        self._database = database
        self._rules = rules
        self._clock = clock

    @use_case("draft.review")
    def queue(self, actor: Actor) -> tuple[DraftCard, ...]:
        """Return the changes that wait for this person's judgement, those that wait longest first."""
        with self._database.read() as session:
            waiting = [
                each
                for each in cards(session, actor, self._rules, ("proposed",))
                if "approve" in each.may and not self._has_approved(session, actor, each.id)
            ]
        return tuple(reversed(waiting))

    @use_case("draft.review")
    def approve(self, actor: Actor, draft_id: int, version: int, comment: str = "") -> DraftView:
        """Approve the text that `version` of the draft is; with enough approvals it may go to readers.

        Raises:
            Refused: this person had a hand in it, or may not judge pages of this kind.
            Stale: the draft was saved since `version`.
            WrongStep: it is not proposed.
        """
        now = self._clock()
        with self._database.write() as session:
            draft, kinds = self._judged(session, actor, draft_id, version)
            if not self._rules.self_approval and actor.id in editors_of(draft):
                raise Refused("Whoever had a hand in a change does not approve it; ask a colleague.")
            said = _Said("approve", several_lines(comment, _LONGEST_COMMENT), now)
            self._add(session, draft, actor, said)
            count = len(self._rules.approvals(session, draft, kinds))
            if count >= self._rules.needed(session, draft, kinds):
                draft.state = "approved"
            draft.changed_at = now
            session.add(draft)
            record(session, actor, now, event_of("draft.approve", draft))
            return view(session, actor, draft, self._rules)

    @use_case("draft.review")
    def return_(self, actor: Actor, draft_id: int, version: int, comment: str) -> DraftView:
        """Send the change back to its author, with the reason.

        Raises:
            NeedsComment: there is no reason.
            Refused: this person may not judge pages of this kind.
            Stale: the draft was saved since `version`.
            WrongStep: it is neither proposed nor approved.
        """
        why = several_lines(comment, _LONGEST_COMMENT)
        if not why:
            raise NeedsComment("Say why, so that the author knows what to do.")
        now = self._clock()
        with self._database.write() as session:
            draft, _ = self._judged(session, actor, draft_id, version)
            send_back(session, draft, "", now)
            self._add(session, draft, actor, _Said("return", why, now))
            record(session, actor, now, event_of("draft.return", draft, comment=why))
            return view(session, actor, draft, self._rules)

    def _judged(
        self, session: Session, actor: Actor, draft_id: int, version: int
    ) -> tuple[Draft, frozenset[str]]:
        draft = find(session, actor, draft_id, lock=True)
        at_version(draft, version)
        at_step(draft, "proposed", "approved")
        kinds = kinds_of(draft, article_of(session, draft))
        if not self._rules.may_judge(actor.role, kinds):
            said = " and ".join(sorted(kinds)) or "this"
            raise Refused(f"A change of a page of kind {said} is for a manager to judge.")
        return draft, kinds

    def _add(self, session: Session, draft: Draft, actor: Actor, review: _Said) -> None:
        if review.verdict == "approve" and self._has_approved(session, actor, draft.id or 0):
            return
        row = Review(
            draft_id=draft.id or 0,
            sha256=draft.sha256,
            person_id=actor.id,
            person=actor.name,
            verdict=review.verdict,
            comment=review.comment,
            at=review.at,
        )
        session.add(row)
        session.flush()

    def _has_approved(self, session: Session, actor: Actor, draft_id: int) -> bool:
        query = (
            select(Review.id)
            .join(Draft)
            .where(
                Review.draft_id == draft_id,
                Review.person_id == actor.id,
                Review.verdict == "approve",
                Review.sha256 == Draft.sha256,
                col(Review.void).is_(False),
            )
        )
        return session.exec(query).first() is not None
