"""What the steps of a change have in common: what is recorded, what becomes void, what is offered."""

from datetime import datetime

from sqlmodel import Session, col, select, update

from kb.audit import Event
from kb.library.drafting.offer import Offer
from kb.library.drafting.rows import text_at, text_of
from kb.library.drafting.typed import as_text
from kb.library.merging import merge3way
from kb.model import Article, Draft, DraftText, Review, Revision


def event_of(action: str, draft: Draft, **more: object) -> Event:
    """Return the event that tells of a step; `draft.` at its beginning says that readers see no change."""
    detail = {
        "draft": draft.id,
        "version": draft.version,
        "sha256": draft.sha256,
        "state": draft.state,
        "base": draft.base,
        **more,
    }
    return Event("library", action, draft.slug, detail)


def void_reviews(session: Session, draft: Draft) -> None:
    """Let no review of an earlier text count any more."""
    session.exec(
        update(Review)
        .where(col(Review.draft_id) == draft.id, col(Review.void).is_(False))
        .values(void=True)
        .execution_options(synchronize_session=False)
    )


def send_back(session: Session, draft: Draft, told: str, at: datetime) -> None:
    """Put the draft back into its author's hands, with the reason."""
    draft.state, draft.told, draft.changed_at = "returned", told, at
    draft.publish_at, draft.publisher_id, draft.publisher = None, None, ""
    void_reviews(session, draft)
    session.add(draft)
    session.flush()


def offer_live(session: Session, draft: Draft, article: Article) -> Offer:
    """Return the draft's text and the live page put together."""
    live = text_of(session, article.id or 0, article.current) or ""
    base = text_of(session, article.id or 0, draft.base) if draft.base is not None else None
    author = session.exec(
        select(Revision.author).where(Revision.article_id == article.id, Revision.number == article.current)
    ).first()
    texts = (base or "", live, as_text(draft.body))
    return _put_together(texts, author or "Somebody", draft.version, article.current)


def offer_draft(session: Session, draft: Draft, version: int, text: str) -> Offer:
    """Return `text`, typed upon `version` of the draft, and what the draft is now, put together."""
    last = session.exec(
        select(DraftText.person)
        .where(DraftText.draft_id == draft.id)
        .order_by(col(DraftText.version).desc())
        .limit(1)
    ).first()
    texts = (text_at(session, draft, version), as_text(draft.body), text)
    return _put_together(texts, last or draft.author, draft.version, None)


def _put_together(texts: tuple[str, str, str], by: str, version: int, revision: int | None) -> Offer:
    base, theirs, yours = texts
    merged = merge3way(base, yours, theirs)
    return Offer(base, theirs, yours, merged.text, merged.clean, merged.conflicts, by, version, revision)
