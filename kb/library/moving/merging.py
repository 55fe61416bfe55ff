"""One page merged into another, put away, and brought back."""

from dataclasses import replace

from kb.audit import Event
from kb.library.moving import places
from kb.library.moving.errors import CannotMove
from kb.library.moving.report import MoveReport
from kb.library.moving.rewriting import page_of, rewrite
from kb.library.moving.work import Work
from kb.markup import outline
from kb.model import Article
from kb.sources.folder import policy_page
from kb.sources.relocation import Relocation

Told = tuple[MoveReport, list[Event]]
_LOST = {
    "policy": "No policy decides its complaint type any more: agents are told to refer such cases upward.",
    "standard": "Policies and playbooks that rest on its clauses rest on an archived page.",
}


def merge(work: Work, old: Article, new: Article) -> Told:
    """Put `old` away and have its addresses, and the links to it, lead to `new`.

    A link to a heading that `new` has not leads to the page as a whole.
    """
    session, linking = work.session, work.linking(old)
    _refuse(work, old, new)
    before = places.addresses(session)
    gone = {head.anchor for head in outline(page_of(session, old).body)}
    gone -= {head.anchor for head in outline(page_of(session, new).body)}
    places.hand_over(session, old, new)
    places.remember(session, "slug", old.slug, new, work.stamp.at)
    places.remember(session, "path", old.path, new, work.stamp.at)
    old.archived_at = old.archived_at or work.stamp.at
    session.add(old)
    session.flush()
    anchors = {old.slug: dict.fromkeys(gone, "")}
    relocation = Relocation(before, places.addresses(session), {old.slug: new.slug}, anchors)
    stamp = work.noted(f"Links to `{old.slug}` follow it into `{new.slug}`")
    rewriting = rewrite(session, linking, relocation, stamp)
    detail = {"into": new.slug, "rewritten": [page.slug for page in rewriting.pages]}
    report = work.report("merge", new, *([_LOST["policy"]] if old.kind == "policy" else []))
    return replace(report, rewritten=rewriting.pages), [
        *rewriting.events,
        Event("library", "merge", old.slug, detail),
    ]


def archive(work: Work, article: Article) -> Told:
    """Put an article away; one that is archived stays as it is."""
    _refuse_vocabulary(work, article)
    linking = work.linking(article)
    events = []
    if article.archived_at is None:
        article.archived_at = work.stamp.at
        work.session.add(article)
        events.append(Event("library", "archive", article.slug, {"linked_from": list(linking)}))
    lost = (
        [_LOST[article.kind]] if article.kind == "policy" or (article.kind == "standard" and linking) else []
    )
    return replace(work.report("archive", article, *lost), linked_from=linking), events


def unarchive(work: Work, article: Article) -> Told:
    """Bring an archived article back to its own slug and path; one that is there stays as it is."""
    events = []
    if article.archived_at is not None:
        places.forget(work.session, "slug", article.slug)
        places.forget(work.session, "path", article.path)
        places.checked_path(work.session, article, article.path)
        article.archived_at = None
        work.session.add(article)
        events.append(Event("library", "unarchive", article.slug))
    return replace(work.report("unarchive", article), linked_from=work.linking(article)), events


def _refuse(work: Work, old: Article, new: Article) -> None:
    if old.id == new.id:
        raise CannotMove(f"`{old.slug}` and `{new.slug}` are one page already.")
    if new.archived_at is not None:
        raise CannotMove(f"`{new.slug}` is archived; bring it back before something is merged into it.")
    _refuse_vocabulary(work, old)


def _refuse_vocabulary(work: Work, article: Article) -> None:
    if article.kind == "policy" and policy_page(page_of(work.session, article)).is_vocabulary:
        raise CannotMove(f"`{article.slug}` holds the words that every policy is written in: it stays.")
