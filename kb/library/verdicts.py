"""What a change of a policy page changes in what is decided: the difference of two books in verdicts."""

from sqlmodel import Session, col, select

import policies
from kb.model import Article, Revision
from kb.sources.folder import policy_page
from kb.sources.source_page import SourcePage, read_page
from policies import Difference, NoPolicy, Page


def verdict_difference(
    session: Session, article_id: int, old: SourcePage | None, new: SourcePage | None
) -> Difference | None:
    """Return in which cases two texts of one policy decide otherwise, exactly; None where neither is one.

    A policy is read in the vocabulary of today, a vocabulary with the policies of today.
    """
    if not any(page is not None and page.kind == "policy" for page in (old, new)):
        return None
    sides = [policy_page(page) if page is not None and page.kind == "policy" else None for page in (old, new)]
    words = any(page is not None and page.is_vocabulary for page in sides)
    others = [page for page in _others(session, article_id) if page.is_vocabulary != words]
    before, after = (policies.read([*others, *([page] if page else [])]) for page in sides)
    try:
        return policies.difference(before, after)
    except NoPolicy as why:
        return Difference((), (policies.Note("unproved", "", f"the two cannot be compared: {why}"),))


def _others(session: Session, article_id: int) -> list[Page]:
    current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
    rows = session.exec(
        select(Article.path, Revision.body)
        .join(Revision, current)
        .where(Article.kind == "policy", Article.id != article_id, col(Article.archived_at).is_(None))
        .order_by(Article.slug)
    ).all()
    pages = (read_page(path, body.encode("utf-8"))[0] for path, body in rows)
    return [policy_page(page) for page in pages if page is not None]
