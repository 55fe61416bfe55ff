"""Drafts: begun, saved as they are typed, proposed, withdrawn."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlmodel import Session, col, update

from kb.access import Actor, Gate, Refused, use_case
from kb.audit import record
from kb.library.drafting.beginning import article_at, based_on, check_address
from kb.library.drafting.errors import Conflict, Unfit, WrongStep
from kb.library.drafting.fitness import read_draft
from kb.library.drafting.offer import Offer
from kb.library.drafting.rows import (
    OPEN,
    add_editor,
    article_of,
    at_step,
    at_version,
    cards,
    find,
    forget_texts,
    keep_text,
    may_edit,
    text_of,
    view,
)
from kb.library.drafting.rules import Rules
from kb.library.drafting.stepping import event_of, offer_draft, offer_live, void_reviews
from kb.library.drafting.typed import as_bytes, as_text, digest, kind_and_title, one_line
from kb.library.drafting.views import DraftCard, DraftView
from kb.library.errors import NotFound
from kb.model import Draft
from kb.sources.front import Kind
from kb.storage import Database

KEPT_TEXTS = 200
_LONGEST_NOTE = 500
_FOLDERS = {
    "philosophy": "philosophy",
    "standard": "standards",
    "playbook": "playbooks",
    "policy": "policies",
    "help": "help",
}


class Drafts:
    """What an author does with a change. Each save is kept before it is acknowledged."""

    def __init__(self, database: Database, gate: Gate, rules: Rules, clock: Callable[[], datetime]) -> None:
        """Work on `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._rules = rules
        self._clock = clock

    @use_case("draft.write")
    def start(self, actor: Actor, slug: str, note: str = "") -> DraftView:
        """Begin a change of the page at `slug`, with the text that readers see now.

        Raises:
            NotFound: there is no such page, or none that this person may see.
        """
        with self._database.write() as session:
            article = article_at(session, actor, slug)
            body = text_of(session, article.id or 0, article.current) or ""
            draft = self._new(actor, article.slug, article.path, body.encode("utf-8"))
            draft.article_id, draft.base = article.id, article.current
            draft.note = one_line(note, _LONGEST_NOTE)
            return self._begun(session, actor, draft, "draft.start")

    @use_case("draft.write")
    def start_new(self, actor: Actor, slug: str, kind: Kind, path: str = "", text: str = "") -> DraftView:
        """Begin a new page that is to stand at `slug`; without a `text`, with the front matter of its kind.

        `path` is where it is to lie in a folder of pages; the folder of its kind where it is not given.

        Raises:
            BadAddress: the slug or the path cannot be one, or is taken.
        """
        place = path or f"{_FOLDERS[kind]}/{slug}.md"
        data = as_bytes(text or f"---\nkind: {kind}\ntitle: \n---\n\n")
        with self._database.write() as session:
            check_address(session, slug, place)
            draft = self._new(actor, slug, place, data)
            return self._begun(session, actor, draft, "draft.start")

    @use_case("draft.write")
    def restore(self, actor: Actor, slug: str, number: int) -> DraftView:
        """Begin a change that brings back the text of an earlier revision.

        Raises:
            NotFound: there is no such page or revision, or none that this person may see.
        """
        with self._database.write() as session:
            article = article_at(session, actor, slug)
            body = text_of(session, article.id or 0, number)
            if body is None:
                raise NotFound(f"`{slug[:120]}` has no revision {number}.")
            draft = self._new(actor, article.slug, article.path, body.encode("utf-8"))
            draft.article_id, draft.base, draft.origin = article.id, article.current, "restore"
            draft.note = f"Restored revision {number}"
            return self._begun(session, actor, draft, "draft.start")

    @use_case("draft.write")
    def open(self, actor: Actor, draft_id: int) -> DraftView:
        """Return a draft.

        Raises:
            NotFound: there is none, or none that this person may see.
        """
        with self._database.read() as session:
            return view(session, actor, find(session, actor, draft_id), self._rules)

    @use_case("draft.write")
    def list(self, actor: Actor, slug: str | None = None, *, ended: bool = False) -> tuple[DraftCard, ...]:
        """Return the drafts that this person may see, changed last first; of one page where it is named.

        With `ended`, those published or withdrawn instead of those under way.
        """
        with self._database.read() as session:
            article = article_at(session, actor, slug) if slug is not None else None
            states = ("published", "withdrawn") if ended else OPEN
            return cards(session, actor, self._rules, states, article.id if article else None)

    @use_case("draft.write")
    def save(
        self, actor: Actor, draft_id: int, version: int, text: str, onto: int | None = None
    ) -> DraftView:
        """Keep what was typed upon `version` of the draft, whatever it is; approvals of other texts are void.

        A save that was kept although its answer was lost may be repeated. `onto` names the live revision
        whose changes this text has taken in.

        Raises:
            NotFound: there is no such draft, or none that this person may see.
            Conflict: the draft was saved since `version`; nothing is overwritten, and a merge is offered.
            WrongStep: it is published or withdrawn.
            TooLarge: it is more than 16 MiB.
        """
        data = as_bytes(text)
        with self._database.write() as session:
            draft = self._editable(session, actor, draft_id)
            kind, title = kind_and_title(text)
            base = based_on(session, draft, onto)
            fresh = {"body": data, "sha256": digest(data), "kind": kind, "title": title, "base": base}
            if not self._keep(session, actor, draft, version, fresh):
                raise Conflict(offer_draft(session, draft, version, text))
            return view(session, actor, draft, self._rules)

    @use_case("draft.write")
    def describe(self, actor: Actor, draft_id: int, version: int, note: str, *, material: bool) -> DraftView:
        """Say why the change is made, and whether readers must be shown it; approvals of less are void.

        Raises:
            NotFound: there is no such draft, or none that this person may see.
            Stale: the draft was saved since `version`.
            WrongStep: it is published or withdrawn.
        """
        with self._database.write() as session:
            draft = self._editable(session, actor, draft_id)
            fresh = {"note": one_line(note, _LONGEST_NOTE), "material": material}
            if not self._keep(session, actor, draft, version, fresh):
                at_version(draft, version)
            return view(session, actor, draft, self._rules)

    @use_case("draft.write")
    def merge(self, actor: Actor, draft_id: int) -> Offer | None:
        """Return what the draft and a newer live page are together, or None: the draft is not behind.

        A save of what is made of it says `onto` the offer's `revision`.
        """
        with self._database.read() as session:
            draft = find(session, actor, draft_id)
            article = article_of(session, draft)
            if article is None or draft.base == article.current:
                return None
            return offer_live(session, draft, article)

    @use_case("draft.write")
    def propose(self, actor: Actor, draft_id: int, version: int) -> DraftView:
        """Ask for the change to be judged.

        Raises:
            Unfit: it cannot be a page, or a policy would not hold; every problem, by line.
            Stale: the draft was saved since `version`.
            WrongStep: it is proposed already, or ended, or changes nothing.
        """
        self._prove(actor, draft_id)
        now = self._clock()
        with self._database.write() as session:
            draft = self._editable(session, actor, draft_id, lock=True)
            at_version(draft, version)
            at_step(draft, "draft", "returned")
            article = article_of(session, draft)
            page, problems = read_draft(session, draft, article)
            if page is None:
                raise Unfit(tuple(each for each in problems if each.severity == "error"))
            if against := self._rules.proofs.against(session, article, page):
                raise Unfit(against)
            if article is not None and as_text(draft.body) == text_of(
                session, article.id or 0, article.current
            ):
                raise WrongStep("This text is what readers see already; there is nothing to propose.")
            draft.state, draft.told, draft.changed_at = "proposed", "", now
            session.add(draft)
            record(session, actor, now, event_of("draft.propose", draft))
            return view(session, actor, draft, self._rules)

    @use_case("draft.write")
    def withdraw(self, actor: Actor, draft_id: int) -> DraftView:
        """Give the change up; what was typed is kept to be read.

        Raises:
            WrongStep: it has ended already.
        """
        now = self._clock()
        with self._database.write() as session:
            draft = self._editable(session, actor, draft_id, lock=True)
            draft.state, draft.changed_at, draft.publish_at = "withdrawn", now, None
            session.add(draft)
            forget_texts(session, draft.id or 0)
            record(session, actor, now, event_of("draft.withdraw", draft))
            return view(session, actor, draft, self._rules)

    def _prove(self, actor: Actor, draft_id: int) -> None:
        """Prove the policies once without the write lock: within it, the answer is then known."""
        with self._database.read() as session:
            draft = find(session, actor, draft_id)
            article = article_of(session, draft)
            page, _ = read_draft(session, draft, article)
            if page is not None:
                self._rules.proofs.against(session, article, page)

    def _editable(self, session: Session, actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
        draft = find(session, actor, draft_id, lock=lock)
        if not may_edit(actor, draft, article_of(session, draft)):
            raise Refused("This draft is not yours to change.")
        at_step(draft, *OPEN)
        return draft

    def _keep(
        self, session: Session, actor: Actor, draft: Draft, version: int, fresh: Mapping[str, object]
    ) -> bool:
        """Save what is new in one statement that fails if anybody was faster; return whether it is kept."""
        if all(getattr(draft, name) == value for name, value in fresh.items()):
            return True
        now = self._clock()
        steps = {"version": version + 1, "state": "draft", "told": "", "changed_at": now}
        unset = {"publish_at": None, "publisher_id": None, "publisher": ""}
        statement = (
            update(Draft)
            .where(col(Draft.id) == draft.id, col(Draft.version) == version, col(Draft.state).in_(OPEN))
            .values(**fresh, **steps, **unset)
            .execution_options(synchronize_session=False)
        )
        saved = session.exec(statement).rowcount
        session.refresh(draft)
        if saved != 1:
            at_step(draft, *OPEN)
            return False
        add_editor(draft, actor)
        void_reviews(session, draft)
        keep_text(session, draft, actor, now, KEPT_TEXTS)
        record(session, actor, now, event_of("draft.save", draft))
        return True

    def _new(self, actor: Actor, slug: str, path: str, data: bytes) -> Draft:
        kind, title = kind_and_title(as_text(data))
        now = self._clock()
        return Draft(
            slug=slug,
            path=path,
            kind=kind,
            title=title,
            body=data,
            sha256=digest(data),
            author_id=actor.id,
            author=actor.name,
            editors=f"[{actor.id}]",
            created_at=now,
            changed_at=now,
        )

    def _begun(self, session: Session, actor: Actor, draft: Draft, action: str) -> DraftView:
        session.add(draft)
        session.flush()
        keep_text(session, draft, actor, draft.created_at, KEPT_TEXTS)
        record(session, actor, draft.created_at, event_of(action, draft))
        return view(session, actor, draft, self._rules)
