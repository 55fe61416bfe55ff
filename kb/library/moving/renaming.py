"""One page given another slug, path or title, and every link that has to follow."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sqlmodel import Session

from kb.audit import Event
from kb.library.moving import places
from kb.library.moving.errors import BadAddress, CannotMove
from kb.library.moving.report import Move, MoveReport, Rewritten
from kb.library.moving.rewriting import page_of, relinked, rewrite
from kb.library.moving.work import Work
from kb.library.revising import Stamp, revise
from kb.markup import outline
from kb.model import Article
from kb.sources.folder import policy_page
from kb.sources.front_edit import CannotEdit, set_key, set_title
from kb.sources.relocation import Relocation
from kb.sources.source_page import SourcePage, derived_slug, read_page


class Place(NamedTuple):
    """Where a page is, and how it is called."""

    slug: str
    path: str
    title: str


def rename(work: Work, article: Article, to: Move) -> tuple[MoveReport, list[Event]]:
    """Do what `to` asks, in the caller's transaction.

    The page says its slug itself where its file's name would not, so that an export and an import lead back
    to the same address.
    """
    session, linking = work.session, work.linking(article)
    was = Place(article.slug, article.path, article.title)
    slug = places.checked_slug(session, article, to.slug) if to.slug else was.slug
    path = places.checked_path(session, article, to.path) if to.path else was.path
    page = page_of(session, article)
    text = _text(page, slug, path, to.title)
    before = places.addresses(session)
    _settle(session, article, slug, path, work.stamp)
    anchors = _anchors(page, _read(path, text, page))
    moved = {was.slug: slug} if (slug, path) != (was.slug, was.path) else {}
    renamed = {was.slug: anchors} if anchors else {}
    relocation = Relocation(before, places.addresses(session), moved, renamed)
    events, own = _own(work, article, was, text, relocation)
    note = f"Links to `{slug}` follow it from `{was.slug}`" if slug != was.slug else f"Links follow `{slug}`"
    others = rewrite(session, linking, relocation, work.noted(note))
    now = Place(article.slug, article.path, article.title)
    if now != was:
        changed = [each.slug for each in others.pages]
        detail = {"from": was._asdict(), "to": now._asdict(), "rewritten": changed}
        events += [*others.events, Event("library", "move", article.slug, detail)]
    return replace(work.report("move", article), rewritten=(*own, *others.pages)), events


def _text(page: SourcePage, slug: str, path: str, title: str | None) -> str:
    text = page.text
    try:
        if title is not None and title != page.title:
            text = set_title(text, page.title, _checked_title(title))
        if "slug" in page.meta or derived_slug(path) != slug:
            text = set_key(text, "slug", slug)
    except CannotEdit as error:
        raise CannotMove(f"`{page.slug}`: {error}.") from None
    return text


def _checked_title(title: str) -> str:
    if not title.strip() or title != " ".join(title.split()) or not title.isprintable():
        raise BadAddress("A title is one line of text, with single spaces between its words.")
    return title


def _settle(session: Session, article: Article, slug: str, path: str, stamp: Stamp) -> None:
    """Give the article its new slug and path, and have the old ones lead to it."""
    if slug != article.slug:
        places.forget(session, "slug", slug)
        places.remember(session, "slug", article.slug, article, stamp.at)
    if path != article.path:
        places.forget(session, "path", path)
        places.remember(session, "path", article.path, article, stamp.at)
    article.slug, article.path = slug, path
    session.add(article)
    session.flush()


def _read(path: str, text: str, before: SourcePage) -> SourcePage:
    """Read the page as it would be; refuse what would be no page, or the vocabulary by accident."""
    page, problems = read_page(path, text.encode("utf-8"))
    known = {problem.code for problem in read_page(before.path, before.text.encode("utf-8"))[1]}
    wrong = [each for each in problems if each.severity == "error" and each.code not in known]
    if page is None or wrong:
        reason = f"{wrong[0].message}; {wrong[0].hint}" if wrong else "it could not be read any more"
        raise BadAddress(f"The page would not be valid: {reason}")
    if page.kind == "policy" and policy_page(page).is_vocabulary != policy_page(before).is_vocabulary:
        raise BadAddress("A slug that begins with `vocabulary` belongs to the vocabulary, and to it alone.")
    return page


def _anchors(before: SourcePage, after: SourcePage) -> Mapping[str, str]:
    """Return what became of the anchors that changed: a title is a heading too."""
    heads = zip(outline(before.body), outline(after.body), strict=False)
    return {old.anchor: new.anchor for old, new in heads if old.anchor != new.anchor}


def _own(
    work: Work, article: Article, was: Place, text: str, relocation: Relocation
) -> tuple[list[Event], tuple[Rewritten, ...]]:
    """Write the moved page down with its own links rewritten, if that changes a byte of it."""
    before = page_of(work.session, article)
    found = relinked(_read(article.path, text, before), was.slug, was.path, relocation)
    page = replace(_read(article.path, found.text, before), slug=article.slug)
    if page.text == before.text:
        return [], ()
    note = "Given another title"
    if article.slug != was.slug:
        note = f"Moved here from `{was.slug}`"
    elif article.path != was.path:
        note = f"Moved here from `{was.path}`"
    event = revise(work.session, article, page, work.noted(note)).event
    own = (Rewritten(article.slug, article.title, found.changed, found.missed),) if found.changed else ()
    return [event], own
