"""Which article each file of a tree is: told by the manifest, the page itself, its place, at last by name.

A page that does not say its slug must go on being the article it was, whatever other files come and go beside
it; so its place counts before its name, and a name that another page has is never taken over in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from sqlmodel import Session, col, select

from kb.library.admission import missing_kind
from kb.library.exchanging.manifest import Manifest, PageRecord
from kb.library.exchanging.surveying import FoundPage
from kb.model import Article, Redirect, Revision
from kb.sources.front import Kind
from kb.sources.source_page import SourcePage, derived_slug
from policies import Problem

LONGEST_SLUG = 120


@dataclass(frozen=True, slots=True)
class Head:
    """An article as it stands: `sha256` is that of the text which readers see."""

    id: int
    slug: str
    kind: Kind
    path: str
    current: int
    sha256: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file and what it is: `page` has the slug, the kind and the path that it is to have.

    `head` is the article that is there already, `record` what the manifest says of the file; a file known by
    its bytes alone has `moved` since it was written.
    """

    file: str
    page: SourcePage
    head: Head | None
    record: PageRecord | None
    moved: bool = False


class Known:
    """The articles of the library, by each address that they have or had."""

    def __init__(self, session: Session) -> None:
        """Read every article's head, without its text."""
        current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
        rows = session.exec(select(Article, Revision.sha256).join(Revision, current))
        heads = [_head(article, sha256) for article, sha256 in rows]
        session.expunge_all()
        self.by_slug = {head.slug: head for head in heads}
        self.by_path = {head.path: head for head in heads}
        self.by_id = {head.id: head for head in heads}
        self.former: dict[tuple[str, str], Head] = {}
        for kind, address, article_id in session.exec(
            select(Redirect.kind, Redirect.address, Redirect.article_id)
        ):
            if article_id in self.by_id:
                self.former[kind, address] = self.by_id[article_id]

    def named(self, slug: str) -> Head | None:
        """Return the article that is, or once was, at `slug`."""
        return self.by_slug.get(slug) or self.former.get(("slug", slug))

    def lying_at(self, path: str) -> Head | None:
        """Return the article that lies, or once lay, at `path`."""
        return self.by_path.get(path) or self.former.get(("path", path))


def _head(article: Article, sha256: str) -> Head:
    assert article.id is not None  # noqa: S101 -- it was read from the table
    kind = cast("Kind", article.kind)  # the table holds no other
    archived = article.archived_at is not None
    return Head(article.id, article.slug, kind, article.path, article.current, sha256, archived)


def identify(
    pages: Sequence[FoundPage], known: Known, manifest: Manifest | None, kind: Kind | None
) -> tuple[list[Incoming], list[Problem], dict[str, str]]:
    """Tell what each page is; return them, what is wrong, and the kind that was assumed, by file.

    `kind` is given to pages that say none and are not known; without it they are refused.
    """
    records = _records(pages, manifest)
    problems: list[Problem] = []
    assumed: dict[str, str] = {}
    found: list[Incoming] = []
    taken: dict[str, str] = {}
    later: list[FoundPage] = []
    for each in pages:
        record = records.get(each.file)
        if record is not None:
            page = replace(each.page, slug=record.slug, kind=each.page.kind or record.kind)
            moved = manifest is not None and each.file not in manifest.pages
            _claim(Incoming(each.file, page, known.named(record.slug), record, moved), taken, found, problems)
        elif each.explicit or each.page.kind is not None:
            head = known.named(each.page.slug)
            _claim(Incoming(each.file, each.page, head, None), taken, found, problems)
        else:
            later.append(each)
    for each in later:
        head = known.lying_at(each.file)
        slug = head.slug if head and head.slug not in taken else _free_slug(each, taken, known)
        head = head if head and head.slug == slug else None
        found.append(Incoming(each.file, replace(each.page, slug=slug), head, None))
        taken[slug] = each.file
    kinded = [_with_kind(each, kind, assumed, problems) for each in found]
    return sorted((each for each in kinded if each), key=lambda each: each.file), problems, assumed


def _records(pages: Iterable[FoundPage], manifest: Manifest | None) -> Mapping[str, PageRecord]:
    """Return what the manifest says of each file; a file that was moved is known again by its bytes."""
    if manifest is None:
        return {}
    listed = tuple(pages)
    files = {each.file for each in listed}
    found = {each.file: manifest.pages[each.file] for each in listed if each.file in manifest.pages}
    gone: dict[str, list[PageRecord]] = {}
    for file, record in manifest.pages.items():
        if file not in files:
            gone.setdefault(record.sha256, []).append(record)
    for each in listed:
        if each.file not in found and len(gone.get(each.page.sha256, ())) == 1:
            record = gone.pop(each.page.sha256)[0]
            found[each.file] = record.model_copy(update={"path": None})
    return found


def _claim(incoming: Incoming, taken: dict[str, str], found: list[Incoming], problems: list[Problem]) -> None:
    slug = incoming.head.slug if incoming.head else incoming.page.slug
    first = taken.setdefault(slug, incoming.file)
    if first != incoming.file:
        message = f"the slug `{slug}` is already that of `{first}`"
        hint = "give one of them another `slug`"
        problems.append(Problem("duplicate-slug", "error", incoming.file, 1, message, hint))
        return
    found.append(incoming)


def _free_slug(each: FoundPage, taken: Mapping[str, str], known: Known) -> str:
    """Return a slug that no other page has: the file's name, with as many folders before it as it takes."""
    names = [derived_slug(each.file, depth) for depth in range(1, each.file.count("/") + 2)]
    names = [name[:LONGEST_SLUG].strip("-") for name in dict.fromkeys(names)]
    names += [f"{names[-1][: LONGEST_SLUG - 8]}-{n}" for n in range(2, len(taken) + len(known.by_slug) + 3)]
    return next(name for name in names if name not in taken and known.named(name) is None)


def _with_kind(
    each: Incoming, kind: Kind | None, assumed: dict[str, str], problems: list[Problem]
) -> Incoming | None:
    if each.page.kind is not None:
        return each
    known = each.head.kind if each.head else kind
    if known is None:
        problems.append(missing_kind(each.file))
        return None
    if each.head is None:
        assumed[each.file] = known
    return replace(each, page=replace(each.page, kind=known))
