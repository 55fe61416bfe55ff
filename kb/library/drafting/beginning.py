"""Where a change may begin: at a page that this person may see, or at an address that is free."""

from pathlib import PurePosixPath

from sqlmodel import Session, select

from kb.access import Actor, visible
from kb.library.drafting.errors import BadAddress, WrongStep
from kb.library.errors import NotFound
from kb.markup import slug as make_slug
from kb.model import Article, Draft, Redirect

_LONGEST_SLUG = 120
_LONGEST_PATH = 1000


def article_at(session: Session, actor: Actor, slug: str) -> Article:
    """Return the article that is, or used to be, at `slug`.

    Raises:
        NotFound: there is none that this person may see.
    """
    article = session.exec(select(Article).where(Article.slug == slug)).first()
    if article is None:
        former = select(Article).join(Redirect).where(Redirect.kind == "slug", Redirect.address == slug)
        article = session.exec(former).first()
    if article is None or not visible(actor)(article):
        raise NotFound(f"There is no page at `{slug[:120]}`.")
    return article


def check_address(session: Session, slug: str, path: str) -> None:
    """Make sure that a new page may stand at `slug`, and lie at `path` in a folder of pages.

    Raises:
        BadAddress: they cannot be addresses, or a page is or was there.
    """
    if not slug or len(slug) > _LONGEST_SLUG or make_slug(slug) != slug:
        raise BadAddress(f"`{slug[:60]}` cannot be an address; try `{make_slug(slug)[:60] or 'page'}`.")
    pure = PurePosixPath(path)
    plain = path.isprintable() and "\\" not in path and str(pure) == path
    if not plain or pure.is_absolute() or len(path) > _LONGEST_PATH or pure.suffix != ".md":
        raise BadAddress(f"`{path[:60]}` cannot be where a page lies; write it as `help/{slug}.md`.")
    if any(part.startswith(".") for part in pure.parts):
        raise BadAddress(f"`{path[:60]}` has a part that begins with a point.")
    used = select(Redirect.article_id).where(Redirect.kind == "slug", Redirect.address == slug)
    if session.exec(select(Article.id).where(Article.slug == slug)).first() or session.exec(used).first():
        raise BadAddress(f"There is, or was, a page at `{slug}` already.")
    if session.exec(select(Article.id).where(Article.path == path)).first():
        raise BadAddress(f"There is a page at {path} already.")


def based_on(session: Session, draft: Draft, onto: int | None) -> int | None:
    """Return the revision that a save is based on, the draft's own where `onto` names no other.

    Raises:
        WrongStep: `onto` is no revision of the page.
    """
    if onto is None or onto == draft.base:
        return draft.base
    article = session.get(Article, draft.article_id) if draft.article_id is not None else None
    if article is None or not (draft.base or 1) <= onto <= article.current:
        raise WrongStep(f"The page has no revision {onto} that this text could have taken in.")
    return onto
