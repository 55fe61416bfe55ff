"""The use cases of attachments: put one at a path, open what a page shows, look at a draft's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from kb.access import Actor, Gate, can, use_case, visible
from kb.audit import record
from kb.library.attachments.inspecting import inspect
from kb.library.attachments.links import AttachmentLinks, shown
from kb.library.attachments.paths import candidates, check_path
from kb.library.attachments.placing import AttachmentTaken, Inspected, place
from kb.library.errors import NotFound
from kb.library.revising import Stamp
from kb.markup import links
from kb.model import Article, Attachment, AttachmentContent, Revision
from kb.sources.source_page import read_page
from kb.storage import Database


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """An attachment with its bytes; `media_type` is what the bytes are."""

    path: str
    sha256: str
    media_type: str
    data: bytes


class Attachments:
    """What people do with images and documents. What one may not see is not found, however it is named."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        attachment_links: AttachmentLinks,
        clock: Callable[[], datetime],
        most_bytes: int,
    ) -> None:
        """Keep attachments of up to `most_bytes` each in `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._links = attachment_links
        self._clock = clock
        self._most_bytes = most_bytes

    @use_case("attachment.write")
    def put(self, actor: Actor, path: str, data: bytes, replaces: str | None = None) -> AttachmentFile:
        """Lay `data` down at `path`, a path among the pages' (`playbooks/pictures/box.png`).

        Where something else lies already, `replaces` must be its SHA-256, so that nobody overwrites what
        they have not seen, and the actor must be one who may import: live pages show it.

        Raises:
            AttachmentRefused: the bytes are no image or PDF within the limits, or the path cannot be used.
            AttachmentTaken: other bytes lie there.
        """
        check_path(path)
        inspected = Inspected.of(data, inspect(data, self._most_bytes))
        with self._database.write() as session:
            self._database.alone(session)
            there = session.get(Attachment, path)
            if there is not None and there.sha256 != inspected.sha256:
                _check_replacing(actor, there, replaces)
            stamp = Stamp(actor, self._clock(), "")
            event = place(session, path, inspected, stamp)
            record(session, actor, stamp.at, *([event] if event else []))
        return AttachmentFile(path, inspected.sha256, inspected.media_type, data)

    @use_case("article.read")
    def get(self, actor: Actor, slug: str, href: str) -> AttachmentFile:
        """Return the attachment that the published page at `slug` names as `href`, as written there.

        Raises:
            NotFound: there is no such page for this person, or it shows no such attachment.
        """
        with self._database.read() as session:
            article = _page(session, actor, slug)
            if href not in _hrefs(session, article):
                raise _nothing()
            for path in candidates(article.path, href):
                if session.get(Attachment, path) is not None:
                    return _file(session, path)
        raise _nothing()

    @use_case("article.read")
    def open(self, actor: Actor, path: str, slug: str, until: int, seal: str) -> AttachmentFile:
        """Return what a sealed address names, to the reader it was sealed for, while its time lasts.

        The page that showed it must still be open to them; an address of a draft's preview has no slug.

        Raises:
            NotFound: the seal is not right, its time is over, or the page or the attachment is gone.
        """
        if not self._links.holds(seal, path, slug, actor.id, until):
            raise _nothing()
        with self._database.read() as session:
            if slug:
                _page(session, actor, slug)
            return _file(session, path)

    @use_case("attachment.write")
    def preview(self, actor: Actor, html: str, slug: str = "") -> str:
        """Seal the addresses in the rendered HTML of a draft that `actor` may see.

        Writing an address into a draft opens nothing: a seal gets only what the actor put there, what the
        published page at `slug` shows already, and for a reviewer everything. What is left unsealed is not
        to be had.
        """
        paths = shown(html)
        if not paths:
            return html
        if can(actor, "attachment.review").allowed:
            return self._links.sealed(html, actor.id, "")
        with self._database.read() as session:
            own = select(Attachment.path).where(
                col(Attachment.path).in_(paths), Attachment.author_id == actor.id
            )
            open_to_them = set(session.exec(own)) | self._published(session, actor, slug)
        return self._links.sealed(html, actor.id, "", open_to_them.__contains__)

    def _published(self, session: Session, actor: Actor, slug: str) -> set[str]:
        """Return the paths that the published page at `slug` may mean; none where there is no such page."""
        try:
            article = _page(session, actor, slug)
        except NotFound:
            return set()
        return {path for href in _hrefs(session, article) for path in candidates(article.path, href)}


def _check_replacing(actor: Actor, there: Attachment, replaces: str | None) -> None:
    if replaces != there.sha256:
        raise AttachmentTaken(
            "attachment-taken",
            f"something else lies at `{there.path}`, put there by {there.author}",
            "give it another name",
        )
    if not can(actor, "library.import").allowed:
        raise AttachmentTaken(
            "attachment-taken", "only a manager may replace what pages show", "give it another name"
        )


def _page(session: Session, actor: Actor, slug: str) -> Article:
    article = session.exec(select(Article).where(Article.slug == slug[:200])).first()
    if article is None or not visible(actor)(article):
        raise _nothing()
    return article


def _hrefs(session: Session, article: Article) -> frozenset[str]:
    """Return every address inside the library that the published page names, as written."""
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    body = session.exec(select(Revision.body).where(*wanted)).one()
    page, _ = read_page(article.path, body.encode("utf-8"))
    return frozenset(link.href for link in links(page.body) if link.inner) if page else frozenset()


def _file(session: Session, path: str) -> AttachmentFile:
    found = session.exec(
        select(AttachmentContent)
        .join(Attachment, Attachment.sha256 == AttachmentContent.sha256)  # type: ignore[arg-type]
        .where(Attachment.path == path)
    ).first()
    if found is None:
        raise _nothing()
    return AttachmentFile(path, found.sha256, found.media_type, found.data)


def _nothing() -> NotFound:
    return NotFound("There is no such image or document.")
