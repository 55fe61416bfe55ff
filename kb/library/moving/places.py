"""Where articles are and used to be, read and changed in the caller's transaction."""

import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from sqlmodel import Session, col, select, update

from kb.library.errors import NotFound
from kb.library.heads import former_addresses, heads
from kb.library.moving.errors import AddressTaken, BadAddress
from kb.markup import slug as make_slug
from kb.model import Article, Redirect
from kb.sources.addresses import Addresses

Sort = Literal["slug", "path"]
_LONGEST_SLUG = 120
_LONGEST_PATH = 1000
_LONGEST_PART = 200  # bytes: a file system takes 255, and some add to them


def addresses(session: Session) -> Addresses:
    """Return every address as it is at this moment of the transaction."""
    found, former = heads(session), former_addresses(session)
    return Addresses(
        ((head.path, head.slug) for head in found if head.archived_at is None),
        archived=((head.path, head.slug) for head in found if head.archived_at is not None),
        former_slugs=former.slugs,
        former_paths=former.paths,
    )


def article_at(session: Session, slug: str) -> Article:
    """Return the article that is, or once was, at `slug`.

    Raises:
        NotFound: there never was one.
    """
    own = session.exec(select(Article).where(Article.slug == slug)).first()
    if own is not None:
        return own
    former = session.get(Redirect, ("slug", slug))
    found = session.get(Article, former.article_id) if former is not None else None
    if found is None:
        raise NotFound(f"There is no page at `{slug[:120]}`.")
    return found


def checked_slug(session: Session, article: Article, slug: str) -> str:
    """Return `slug` if the article may be given it.

    Raises:
        BadAddress, AddressTaken: it may not.
    """
    made = make_slug(slug)
    if made != slug or not slug or len(slug) > _LONGEST_SLUG:
        hint = f"; write `{made[:_LONGEST_SLUG]}`" if made else "; use letters, digits and hyphens"
        raise BadAddress(f"`{slug[:60]}` cannot be an address{hint}.")
    holder = session.exec(select(Article).where(Article.slug == slug)).first()
    _refuse_taken(session, article, holder, "slug", slug)
    return slug


def checked_path(session: Session, article: Article, path: str) -> str:
    """Return `path`, where a page may lie in a folder, if the article may lie there.

    Two paths that differ only in capitals or in how an accent is written are one on many machines.

    Raises:
        BadAddress, AddressTaken: it may not.
    """
    path = unicodedata.normalize("NFC", path)
    problem = _wrong_with(path)
    if problem:
        raise BadAddress(f"`{path[:80]}` cannot be a page's path: {problem}.")
    same = (
        other
        for other in session.exec(select(Article).where(Article.id != article.id)).all()
        if _folded(other.path) == _folded(path)
    )
    _refuse_taken(session, article, next(same, None), "path", path)
    return path


def _refuse_taken(
    session: Session, article: Article, holder: Article | None, sort: Sort, address: str
) -> None:
    if holder is not None and holder.id != article.id:
        state = "an archived page" if holder.archived_at is not None else "the page"
        raise AddressTaken(f"`{address}` is already the {sort} of {state} `{holder.slug}` ({holder.title}).")
    former = session.get(Redirect, (sort, address))
    if former is not None and former.article_id != article.id:
        owner = session.get(Article, former.article_id)
        name = owner.slug if owner is not None else "another page"
        raise AddressTaken(
            f"`{address}` leads to `{name}`, which used to be there; old links still rely on it."
        )


def _wrong_with(path: str) -> str:
    pure = PurePosixPath(path)
    if not path or len(path) > _LONGEST_PATH or "\\" in path or path != str(pure):
        return "write it as `folder/page.md`"
    if pure.is_absolute() or any(part.startswith(".") for part in pure.parts):
        return "it must stay inside the library, and no part of it may begin with a point"
    if any(unicodedata.category(char) in ("Cc", "Cs", "Cf") for char in path):
        return "there is a character in it that cannot be seen"
    if any(len(part.encode()) > _LONGEST_PART or part != part.strip() for part in pure.parts):
        return "a part of it is too long, or begins or ends with a space"
    if pure.suffix.lower() not in (".md", ".markdown") or not make_slug(pure.stem):
        return "it must end in `.md`"
    return ""


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def remember(session: Session, sort: Sort, address: str, article: Article, at: datetime) -> None:
    """Have a former address lead to `article` from now on, whomever it led to before."""
    assert article.id is not None  # noqa: S101 -- it was read from the table
    row = session.get(Redirect, (sort, address))
    if row is None:
        row = Redirect(kind=sort, address=address, article_id=article.id, at=at)
    row.article_id, row.at = article.id, at
    session.add(row)
    session.flush()


def forget(session: Session, sort: Sort, address: str) -> None:
    """Drop a former address that an article has again as its own."""
    row = session.get(Redirect, (sort, address))
    if row is not None:
        session.delete(row)
        session.flush()


def hand_over(session: Session, old: Article, new: Article) -> None:
    """Have every former address of `old` lead to `new`."""
    session.exec(update(Redirect).where(col(Redirect.article_id) == old.id).values(article_id=new.id))
    session.expire_all()
