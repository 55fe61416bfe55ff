"""Stewardship: pages verified when they are due, given to another owner, and citations confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from kb.access import Actor, Gate, Refused, use_case, visible
from kb.audit import Event, record
from kb.library.catalogue import Entry
from kb.library.drafting.rules import Rules
from kb.library.drafting.typed import one_line
from kb.library.errors import LibraryError, NotFound
from kb.library.owners import is_one_of, names_of, owns
from kb.library.revising import Stamp, revise
from kb.library.shelves import Shelves
from kb.library.views import ArticleCard
from kb.model import Article, ClauseDoubt, Revision, Verification
from kb.people import People
from kb.sources.front_edit import CannotEdit, set_key
from kb.sources.source_page import read_page
from kb.storage import Database

_LONGEST_NOTE = 500
_LONGEST_OWNER = 120


class CannotAssign(LibraryError):  # noqa: N818 -- named for what the person is told
    """Pages cannot be given to this owner; the message says which and why, and none was."""


@dataclass(frozen=True, slots=True)
class DueCard:
    """A page that is, or will soon be, to be verified; `days` over the day, negative before it."""

    card: ArticleCard
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """The row `rule` of a policy cites a clause that reads otherwise since revision `since` of its page.

    `anchor` is "" where the whole page is cited; `may_confirm` says whether this person may close it.
    """

    id: int
    policy: ArticleCard
    rule: str
    cited: ArticleCard
    anchor: str
    since: int
    at: datetime
    may_confirm: bool


class Stewardship:
    """What those who answer for pages do to keep them true."""

    def __init__(
        self,
        database: Database,
        people: People,
        shelves: Shelves,
        rules: Rules,
        clock: Callable[[], datetime],
    ) -> None:
        """Work on `database`, for whom `people` admits and knows by name."""
        self.gate: Gate = people
        self._database = database
        self._people = people
        self._shelves = shelves
        self._rules = rules
        self._clock = clock

    @use_case("article.verify")
    def due(self, actor: Actor, owner: str | None = None, within_days: int = 0) -> tuple[DueCard, ...]:
        """Return the pages that are to be verified by now, or `within_days`, those longest over first.

        `owner` is a name or an address; without it, everybody's pages.
        """
        today = self._clock().date()
        names = names_of(owner, self._people.everyone()) if owner is not None else None
        found = [
            DueCard(card, card.review_due, (today - card.review_due).days)
            for card in self._cards(actor)
            if card.review_due is not None and (names is None or is_one_of(card.owner, names))
        ]
        late = (each for each in found if each.days >= -within_days)
        return tuple(sorted(late, key=lambda each: (each.due, each.card.title.casefold())))

    @use_case("article.verify")
    def owners(self, actor: Actor) -> Mapping[str, int]:
        """Return how many pages belong to whom, as pages name them; "" has those that name nobody."""
        counts: dict[str, int] = {}
        for card in self._cards(actor):
            counts[card.owner or ""] = counts.get(card.owner or "", 0) + 1
        return dict(sorted(counts.items(), key=lambda item: item[0].casefold()))

    @use_case("article.verify")
    def may_verify(self, actor: Actor, slug: str) -> bool:
        """Say whether this person may verify the page at `slug`: its owner, and those who may judge it."""
        entry = self._entry(actor, slug)
        return self._answers_for(actor, entry.card.owner, entry.kind)

    @use_case("article.verify")
    def verify(self, actor: Actor, slug: str, note: str = "") -> ArticleCard:
        """Say that the page as it is now is still true.

        Raises:
            NotFound: there is no such page, or none that this person may see.
            Refused: it is neither theirs nor theirs to judge.
        """
        entry = self._entry(actor, slug)
        now = self._clock()
        with self._database.write() as session:
            article = session.get_one(Article, entry.id, with_for_update=True)
            if not self._answers_for(actor, article.owner, article.kind):
                raise Refused("This page is verified by its owner, or by those who may judge it.")
            article.verified_at = now
            row = Verification(
                article_id=entry.id,
                revision=article.current,
                person_id=actor.id,
                person=actor.name,
                at=now,
                note=one_line(note, _LONGEST_NOTE),
            )
            session.add_all([article, row])
            detail = {"revision": article.current, "note": row.note}
            record(session, actor, now, Event("library", "verify", article.slug, detail))
        self._shelves.refresh()
        return self._entry(actor, entry.slug).card

    @use_case("article.assign")
    def reassign(self, actor: Actor, old: str, new: str) -> tuple[str, ...]:
        """Give every page of `old` to `new`, all or none, each as a minor revision; return their slugs.

        Both are names or addresses; of somebody who signs in, either finds the pages. Nothing of a page but
        the `owner` of its front matter is changed.

        Raises:
            CannotAssign: a page's front matter cannot be changed so, or there is no name to give it to.
        """
        owner, now = one_line(new, _LONGEST_OWNER), self._clock()
        if not owner:
            raise CannotAssign("Say to whom the pages are to go.")
        names = names_of(old, self._people.everyone())
        with self._database.write() as session:
            self._database.alone(session)
            articles = session.exec(
                select(Article).where(col(Article.owner).is_not(None)).order_by(Article.slug)
            )
            mine = [each for each in articles.all() if is_one_of(each.owner, names) and each.owner != owner]
            stamp = Stamp(
                actor, now, f"Owner is {owner} now, was {old.strip()}", material=False, origin="owner"
            )
            events = [_give(session, article, owner, stamp) for article in mine]
            record(session, actor, now, *events)
            given = tuple(article.slug for article in mine)
        self._shelves.refresh()
        return given

    @use_case("article.verify")
    def doubts(self, actor: Actor, owner: str | None = None, policy: str | None = None) -> tuple[Doubt, ...]:
        """Return the citations that are to be confirmed, oldest first; of one owner's policies, or of one.

        `owner` is a name or an address, "" for policies that name nobody.
        """
        names = names_of(owner, self._people.everyone()) if owner else None
        entries = {entry.id: entry for entry in self._shelves.catalogue().all()}
        allowed = visible(actor)
        with self._database.read() as session:
            rows = session.exec(
                select(ClauseDoubt).where(col(ClauseDoubt.closed_at).is_(None)).order_by(col(ClauseDoubt.id))
            ).all()
            found = [self._doubt(actor, row, entries) for row in rows]
        return tuple(
            each
            for each in found
            if each is not None
            and allowed(each.policy)
            and (policy is None or each.policy.slug == policy)
            and (owner is None or (is_one_of(each.policy.owner, names) if names else not each.policy.owner))
        )

    @use_case("article.verify")
    def confirm(self, actor: Actor, doubt_id: int) -> None:
        """Say that a row may go on resting on its clause as it reads now.

        Raises:
            NotFound: there is no such doubt, or it is closed.
            Refused: the policy is neither theirs nor theirs to judge.
        """
        now = self._clock()
        with self._database.write() as session:
            row = session.get(ClauseDoubt, doubt_id, with_for_update=True)
            if row is None or row.closed_at is not None:
                raise NotFound(f"There is nothing to confirm under number {doubt_id}.")
            policy = session.get_one(Article, row.policy_id)
            if not self._answers_for(actor, policy.owner, policy.kind):
                raise Refused("This is confirmed by the policy's owner, or by those who may judge it.")
            row.closed_at, row.closed_by, row.closing = now, actor.name, "confirmed"
            session.add(row)
            detail = {"rule": row.rule, "article": row.article_id, "anchor": row.anchor, "since": row.since}
            record(session, actor, now, Event("library", "confirm", policy.slug, detail))

    def _answers_for(self, actor: Actor, owner: str | None, kind: str) -> bool:
        judges = self._rules.may_judge(actor.role, frozenset({kind}))
        return judges or actor.role == "operator" or owns(actor, owner)

    def _cards(self, actor: Actor) -> tuple[ArticleCard, ...]:
        allowed = visible(actor)
        return tuple(each.card for each in self._shelves.catalogue().entries.values() if allowed(each))

    def _entry(self, actor: Actor, slug: str) -> Entry:
        catalogue = self._shelves.catalogue()
        entry = catalogue.at(catalogue.addresses.current(slug) or slug)
        if entry is None or not visible(actor)(entry):
            raise NotFound(f"There is no page at `{slug[:120]}`.")
        return entry

    def _doubt(self, actor: Actor, row: ClauseDoubt, entries: Mapping[int, Entry]) -> Doubt | None:
        policy, cited = entries.get(row.policy_id), entries.get(row.article_id)
        if policy is None or cited is None or policy.archived:
            return None
        mine = self._answers_for(actor, policy.card.owner, policy.kind)
        return Doubt(row.id or 0, policy.card, row.rule, cited.card, row.anchor, row.since, row.at, mine)


def _give(session: Session, article: Article, owner: str, stamp: Stamp) -> Event:
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    text = session.exec(select(Revision.body).where(*wanted)).one()
    try:
        changed = set_key(text, "owner", owner)
    except CannotEdit as why:
        raise CannotAssign(f"{article.path}: {why}. No page was changed.") from None
    page, _ = read_page(article.path, changed.encode("utf-8"))
    if page is None or page.owner != owner:
        raise CannotAssign(f"{article.path} cannot belong to `{owner[:60]}`. No page was changed.")
    return revise(session, article, page, stamp).event
