"""Publishing: the one place where what readers see is changed by a draft, now or when it falls due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from kb.access import OPERATOR, Actor, Gate, use_case
from kb.audit import Event, record
from kb.library.drafting.errors import Conflict, DraftError, NotApproved, Unfit, WrongStep
from kb.library.drafting.fitness import read_draft
from kb.library.drafting.rows import (
    article_of,
    at_step,
    at_version,
    cards,
    find,
    forget_texts,
    kinds_of,
    view,
)
from kb.library.drafting.rules import Rules
from kb.library.drafting.stepping import event_of, offer_live, send_back
from kb.library.drafting.views import DraftCard, DraftView
from kb.library.errors import LibraryError
from kb.library.revising import Stamp, revise
from kb.model import Article, Draft
from kb.storage import Database

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a change that fell due: the revision it is now, or why it went back to its author."""

    draft_id: int
    slug: str
    revision: int | None
    told: str


class Publishing:
    """What brings approved changes to their readers."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        rules: Rules,
        clock: Callable[[], datetime],
        afterwards: Callable[[], object],
    ) -> None:
        """Work on `database`, for whom `gate` admits; `afterwards` is called when a person has published."""
        self.gate = gate
        self._database = database
        self._rules = rules
        self._clock = clock
        self._afterwards = afterwards

    @use_case("draft.publish")
    def ready(self, actor: Actor) -> tuple[DraftCard, ...]:
        """Return the approved changes, with the time for which each is set, if it is."""
        with self._database.read() as session:
            return cards(session, actor, self._rules, ("approved",))

    @use_case("draft.publish")
    def publish(self, actor: Actor, draft_id: int, version: int, at: datetime | None = None) -> DraftView:
        """Bring an approved change to its readers now, or set the time when it is to go.

        Raises:
            NotApproved: approvals of this very text are missing.
            Conflict: the live page is newer than what the change started from; a merge is offered.
            Unfit: it cannot be a page any more, or a policy would not hold.
            Stale: the draft was saved since `version`.
            WrongStep: it is not approved, or its page was put away.
        """
        now = self._clock()
        later = at is not None and at > now
        if not later:
            self._prove(actor, draft_id)
        with self._database.write() as session:
            self._database.alone(session)
            draft = find(session, actor, draft_id, lock=True)
            at_version(draft, version)
            at_step(draft, "approved")
            if later:
                self._check_approvals(session, draft)
                draft.publish_at, draft.publisher_id, draft.publisher = at, actor.id, actor.name
                session.add(draft)
                when = at.isoformat() if at is not None else ""
                events = [event_of("draft.schedule", draft, publish_at=when)]
            else:
                events = self._publish(session, draft, now, merging=False)
            record(session, actor, now, *events)
            shown = view(session, actor, draft, self._rules)
        if not later:
            self._afterwards()
        return shown

    @use_case("draft.publish")
    def unschedule(self, actor: Actor, draft_id: int) -> DraftView:
        """Take back the time that was set; the change stays approved.

        Raises:
            WrongStep: it is not approved, or no time is set.
        """
        now = self._clock()
        with self._database.write() as session:
            draft = find(session, actor, draft_id, lock=True)
            at_step(draft, "approved")
            if draft.publish_at is None:
                raise WrongStep("No time is set for this change.")
            draft.publish_at, draft.publisher_id, draft.publisher = None, None, ""
            session.add(draft)
            record(session, actor, now, event_of("draft.unschedule", draft))
            return view(session, actor, draft, self._rules)

    @use_case("draft.publish_due")
    def publish_due(self, actor: Actor) -> tuple[Published, ...]:
        """Publish every change whose time has come, each in a transaction of its own, and each once however
        many servers try.

        Where the live page moved on meanwhile, both are merged if they fit together; otherwise, and where a
        proof or an approval no longer holds, the change goes back to its author, who is told why.
        """
        return tuple(done for number in self._due() if (done := self._publish_one(actor, number)))

    def _due(self) -> tuple[int, ...]:
        wanted = (Draft.state == "approved", col(Draft.publish_at) <= self._clock())
        with self._database.read() as session:
            numbers = session.exec(
                select(Draft.id).where(*wanted).order_by(col(Draft.publish_at), col(Draft.id))
            )
            return tuple(number for number in numbers if number is not None)

    def _publish_one(self, actor: Actor, draft_id: int) -> Published | None:
        now = self._clock()
        self._prove(actor, draft_id)
        with self._database.write() as session:
            self._database.alone(session)
            draft = find(session, actor, draft_id, lock=True)
            if draft.state != "approved" or draft.publish_at is None or draft.publish_at > now:
                return None
            by = Actor(draft.publisher_id or actor.id, draft.publisher or actor.name, actor.role, None)
            try:
                events = self._publish(session, draft, now, merging=True)
            except DraftError as error:
                told = f"It could not be published when it was due: {error}"
                send_back(session, draft, told, now)
                events = [event_of("draft.return", draft, comment=told)]
            record(session, by, now, *events)
            return Published(draft_id, draft.slug, draft.revision, draft.told)

    def _publish(self, session: Session, draft: Draft, now: datetime, *, merging: bool) -> list[Event]:
        """Make the draft a revision; what speaks against it is raised before anything is written."""
        self._check_approvals(session, draft)
        article = _locked(session, draft)
        data, merged_with = _current_text(session, draft, article, merging=merging)
        page, problems = read_draft(session, draft, article, data)
        if page is None:
            raise Unfit(tuple(each for each in problems if each.severity == "error"))
        if against := self._rules.proofs.against(session, article, page):
            raise Unfit(against)
        revised = revise(session, article, page, self._stamp(session, draft, now, merged_with))
        draft.article_id, draft.slug = revised.revision.article_id, revised.article.slug
        draft.state, draft.revision, draft.told, draft.changed_at = (
            "published",
            revised.revision.number,
            "",
            now,
        )
        draft.publish_at = None
        session.add(draft)
        forget_texts(session, draft.id or 0)
        return [revised.event, event_of("draft.publish", draft, revision=draft.revision)]

    def _stamp(self, session: Session, draft: Draft, now: datetime, merged_with: int | None) -> Stamp:
        note = draft.note
        if merged_with is not None:
            note = f"{note} (merged with revision {merged_with})".strip()
        return Stamp(
            actor=Actor(draft.author_id, draft.author, "agent", None),
            at=now,
            note=note,
            material=draft.material,
            origin="restore" if draft.origin == "restore" else "draft",
            approved_by=self._rules.approvals(session, draft, kinds_of(draft, article_of(session, draft))),
        )

    def _check_approvals(self, session: Session, draft: Draft) -> None:
        kinds = kinds_of(draft, article_of(session, draft))
        given = self._rules.approvals(session, draft, kinds)
        needed = self._rules.needed(session, draft, kinds)
        if len(given) < needed:
            raise NotApproved(f"{len(given)} of {needed} approvals of this text are there.")

    def _prove(self, actor: Actor, draft_id: int) -> None:
        """Prove the policies once without the write lock: within it, the answer is then known."""
        try:
            with self._database.read() as session:
                draft = find(session, actor, draft_id)
                article = article_of(session, draft)
                page, _ = read_draft(session, draft, article)
                if page is not None:
                    self._rules.proofs.against(session, article, page)
        except LibraryError:
            return  # whatever it is, it is said where it counts


def whenever_due(publishing: Publishing) -> Callable[[], None]:
    """Return what a server calls before each look at the library; where it fails, readers still read."""

    def publish() -> None:
        try:
            publishing.publish_due(OPERATOR)
        except OperationalError:  # somebody holds the database for long; it is tried again at the next look
            _LOG.warning("what is due could not be published yet", exc_info=True)

    return publish


def _locked(session: Session, draft: Draft) -> Article | None:
    if draft.article_id is None:
        return None
    query = select(Article).where(Article.id == draft.article_id).with_for_update()
    article = session.exec(query.execution_options(populate_existing=True)).one()
    if article.archived_at is not None:
        raise WrongStep(f"`{article.slug}` was put away; bring it back before it is changed.")
    return article


def _current_text(
    session: Session, draft: Draft, article: Article | None, *, merging: bool
) -> tuple[bytes, int | None]:
    """Return what is to be published, and the revision that it was merged with, if it was."""
    if article is None or draft.base == article.current:
        return draft.body, None
    offer = offer_live(session, draft, article)
    if not merging or not offer.clean:
        raise Conflict(offer)
    return offer.merged.encode("utf-8", "surrogatepass"), article.current
