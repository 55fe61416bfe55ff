"""What an export holds: every page's text as readers have it, every attachment, and the manifest of all."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from kb.access import Actor, visible
from kb.library.exchanging.manifest import AttachmentRecord, Former, Manifest, PageRecord
from kb.library.exchanging.naming import file_names
from kb.library.exchanging.surveying import PAGES
from kb.model import Article, Attachment, AttachmentContent, Redirect, Revision

_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class _Shelved:
    """One thing to be written: its file, its path in the library, and how its bytes are found again."""

    file: str
    path: str
    key: int | str
    sha256: str


class Contents:
    """The library as of one moment: `session` must stay open, and the same, until all bytes are read."""

    def __init__(self, session: Session, actor: Actor) -> None:
        """Work out which files there are, for what `actor` may see; no text is read yet."""
        self._session = session
        allowed = visible(actor)
        articles = session.exec(select(Article).order_by(col(Article.path), col(Article.id))).all()
        articles = [article for article in articles if allowed(article)]
        attachments = session.exec(select(Attachment.path, Attachment.sha256)).all()
        places = _places(articles, [path for path, _ in attachments])
        hashes = _current_hashes(session)
        former = _former(session)
        pages: dict[str, PageRecord] = {}
        self._pages: list[_Shelved] = []
        for article in articles:
            key = article.id or 0
            file, sha256 = places[f"page {key}"], hashes[key][1]
            self._pages.append(_Shelved(file, article.path, hashes[key][0], sha256))
            pages[file] = PageRecord(
                slug=article.slug,
                kind=article.kind,
                sha256=sha256,
                verified=article.verified_at,
                path=article.path if article.path != file else None,
                archived=article.archived_at,
                former_slugs=former.get((key, "slug"), ()),
                former_paths=former.get((key, "path"), ()),
            )
        self._attachments = [
            _Shelved(places[f"attachment {path}"], path, sha256, sha256) for path, sha256 in attachments
        ]
        records = {
            each.file: AttachmentRecord(
                sha256=each.sha256, path=each.path if each.path != each.file else None
            )
            for each in self._attachments
        }
        self.manifest = Manifest(pages=pages, attachments=records)
        session.expunge_all()

    @property
    def hashes(self) -> Mapping[str, str]:
        """The SHA-256 of every file but the manifest."""
        return {each.file: each.sha256 for each in (*self._pages, *self._attachments)}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file but the manifest, in the order of their names, holding a few at a time."""
        everything = sorted([*self._pages, *self._attachments], key=lambda each: each.file)
        for start in range(0, len(everything), _AT_A_TIME):
            some = everything[start : start + _AT_A_TIME]
            numbers = [each.key for each in some if isinstance(each.key, int)]
            rows = self._session.exec(
                select(Revision.id, Revision.body).where(col(Revision.id).in_(numbers))
            ).all()
            bodies = dict(iter(rows))
            for each in some:
                if isinstance(each.key, int):
                    yield each.file, bodies[each.key].encode("utf-8")
                else:
                    yield each.file, self._content(each.key)

    def knows(self, file: str, sha256: str) -> bool:
        """Say whether a text that the library holds or held is these bytes: then they are nobody's loss."""
        text = select(Revision.id).where(Revision.sha256 == sha256).limit(1)
        if self._session.exec(text).first() is not None:
            return True
        content = select(AttachmentContent.sha256).where(AttachmentContent.sha256 == sha256)
        return file in self.hashes and self._session.exec(content).first() is not None

    def _content(self, sha256: str) -> bytes:
        return self._session.exec(
            select(AttachmentContent.data).where(AttachmentContent.sha256 == sha256)
        ).one()


def sha256_of(data: bytes) -> str:
    """Return the hex SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def _places(articles: list[Article], attachments: list[str]) -> Mapping[str, str]:
    """Return the file of each page and attachment, by `page ID` or `attachment PATH`; no two are the same.

    Two pages may have one path, since addresses are by slug; the older page keeps it.
    """
    wanted: dict[str, str] = {}
    taken: set[str] = set()
    for article in articles:
        path = article.path if article.path.lower().endswith(PAGES) else f"{article.path or article.slug}.md"
        stem, _, suffix = path.rpartition(".")
        n = 2
        while path in taken:
            path, n = f"{stem}-{n}.{suffix}", n + 1
        taken.add(path)
        wanted[f"page {article.id}"] = path
    for path in attachments:
        wanted[f"attachment {path}"] = path
    names = file_names(wanted.values())
    return {key: names[path] for key, path in wanted.items()}


def _current_hashes(session: Session) -> Mapping[int, tuple[int, str]]:
    """Return, by article, the id and the hash of the revision that readers see."""
    current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
    rows = session.exec(select(Article.id, Revision.id, Revision.sha256).join(Revision, current))
    return {article or 0: (revision or 0, sha256) for article, revision, sha256 in rows}


def _former(session: Session) -> Mapping[tuple[int, str], tuple[Former, ...]]:
    found: dict[tuple[int, str], tuple[Former, ...]] = {}
    for row in session.exec(select(Redirect).order_by(col(Redirect.kind), col(Redirect.address))):
        key = (row.article_id, row.kind)
        found[key] = (*found.get(key, ()), Former(address=row.address, at=row.at))
    return found
