"""The writing half of an import, inside one transaction: pages one by one, each read again and let go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from kb.audit import Event
from kb.library.exchanging.conflicts import keep_both
from kb.library.exchanging.identities import Incoming, Known
from kb.library.exchanging.manifest import PageRecord
from kb.library.exchanging.reconciling import Settled, settle
from kb.library.exchanging.surveying import Progress, read_tree_page
from kb.library.exchanging.trees import Tree
from kb.library.revising import Stamp, revise
from kb.model import Article, Redirect
from kb.sources.source_page import SourcePage, read_page
from policies import Problem

_AT_A_TIME = 100


class PageTaking:
    """Takes pages in; what was done is in `done` by outcome, what is to be recorded in `events`."""

    def __init__(self, session: Session, tree: Tree, known: Known, stamp: Stamp) -> None:
        """Work in the caller's transaction."""
        self._session = session
        self._tree = tree
        self._known = known
        self._stamp = stamp
        self._paths = set(known.by_path)
        self.done: dict[str, list[str]] = {}
        self.events: list[Event] = []
        self.problems: list[Problem] = []

    def take(self, pages: Sequence[Incoming], progress: Progress) -> None:
        """Take every page in; no more than a hundred of them are held at once."""
        for n, incoming in enumerate(pages):
            if n % _AT_A_TIME == 0:
                self._session.flush()
                self._session.expunge_all()
                progress("pages", n, len(pages))
            self._one(incoming)
        self._session.flush()
        self._session.expunge_all()
        progress("pages", len(pages), len(pages))

    def _one(self, incoming: Incoming) -> None:
        head = incoming.head
        if head is not None and head.sha256 == incoming.page.sha256:
            self._moved(incoming, "unchanged")
            return
        page, problems = read_tree_page(self._tree, incoming.file)
        if page is None or page.sha256 != incoming.page.sha256:
            message = "the file was changed while it was read"
            self.problems += [
                *problems,
                Problem("changed-meanwhile", "error", incoming.file, 1, message, "import again"),
            ]
            return
        if head is None:
            self._create(incoming, page)
            return
        base = incoming.record.sha256 if incoming.record else None
        self._settle(incoming, page, settle(self._session, head, page.text, page.sha256, base))

    def _create(self, incoming: Incoming, page: SourcePage) -> None:
        wanted = incoming.record.path if incoming.record and incoming.record.path else incoming.file
        path = self._free_path(wanted)
        page = replace(page, slug=incoming.page.slug, kind=incoming.page.kind, path=path)
        revised = revise(self._session, None, page, self._stamp)
        self.events.append(revised.event)
        if incoming.record is not None:
            self._restore(revised.article, incoming.record)
        self._say("created", page.slug)

    def _settle(self, incoming: Incoming, page: SourcePage, settled: Settled) -> None:
        head = incoming.head
        assert head is not None  # noqa: S101 -- only what is there can be settled
        text, what = settled.text, settled.what
        if what == "merged":
            merged, problems = read_page(page.path, text.encode("utf-8"))
            if merged is None or any(problem.severity == "error" for problem in problems):
                what = "conflict"
            else:
                page = merged
        elif what == "updated" and text != page.text:
            page = read_page(page.path, text.encode("utf-8"))[0] or page
        if what == "conflict":
            self._conflict(incoming, settled)
        elif what in ("updated", "merged"):
            article = self._article(head.id)
            page = replace(page, slug=head.slug, kind=page.kind or incoming.page.kind, path=head.path)
            stamp = self._stamp if what == "updated" else replace(self._stamp, origin="draft")
            stamp = replace(stamp, note=f"{stamp.note}, merged with what was changed here") if (
                what == "merged"
            ) else stamp  # fmt: skip
            self.events.append(revise(self._session, article, page, stamp).event)
            self._moved(incoming, what)
        else:
            self._say(what, head.slug)

    def _conflict(self, incoming: Incoming, settled: Settled) -> None:
        head = incoming.head
        assert head is not None  # noqa: S101 -- only what is there can be in conflict
        event = keep_both(self._session, head, settled.text, self._stamp)
        self.events += [event] if event else []
        message = f"`{head.slug}` was changed in the file and in the library, in the same lines"
        hint = "both texts are kept in a draft; readers see the library's"
        self.problems.append(Problem("conflict", "error", incoming.file, settled.line, message, hint))
        self._say("conflict", head.slug)

    def _moved(self, incoming: Incoming, what: str) -> None:
        """Have the article lie where its file lies now, where the export shows that the file was moved."""
        head = incoming.head
        assert head is not None  # noqa: S101 -- only what is there can be moved
        if incoming.moved and head.path != incoming.file and incoming.file not in self._paths:
            article = self._article(head.id)
            article.path = incoming.file
            self._former("path", head.path, article, self._stamp.at)
            self._paths.add(incoming.file)
            detail = {"from": head.path, "to": incoming.file, "note": self._stamp.note}
            self.events.append(Event("library", "move", head.slug, detail))
            what = "updated"
        self._say(what, head.slug)

    def _restore(self, article: Article, record: PageRecord) -> None:
        """Give a new article what an export knows of it beside its text."""
        article.verified_at = record.verified
        article.archived_at = record.archived
        for former in record.former_slugs:
            self._former("slug", former.address, article, former.at)
        for former in record.former_paths:
            self._former("path", former.address, article, former.at)
        self._session.flush()

    def _former(self, kind: str, address: str, article: Article, at: datetime) -> None:
        if (kind, address) not in self._known.former and article.id is not None:
            there = select(Redirect).where(Redirect.kind == kind, Redirect.address == address)
            if self._session.exec(there).first() is None:
                self._session.add(Redirect(kind=kind, address=address, article_id=article.id, at=at))
                self._session.flush()

    def _article(self, article_id: int) -> Article:
        return self._session.exec(select(Article).where(Article.id == article_id)).one()

    def _free_path(self, wanted: str) -> str:
        stem, dot, suffix = wanted.rpartition(".")
        path, n = wanted, 2
        while path in self._paths:
            path, n = f"{stem[:900]}-{n}{dot}{suffix}", n + 1
        if path != wanted:
            message = f"another page lies at `{wanted}` already; this one is kept as `{path}`"
            self.problems.append(Problem("path-taken", "warning", wanted, 1, message))
        self._paths.add(path)
        return path

    def _say(self, what: str, slug: str) -> None:
        self.done.setdefault(what, []).append(slug)
