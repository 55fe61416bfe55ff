"""Draft rows: found, locked, and turned into what screens get."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from kb.access import Actor
from kb.library.drafting.errors import Stale, WrongStep
from kb.library.drafting.fitness import read_draft
from kb.library.drafting.rules import Rules, editors_of
from kb.library.drafting.typed import as_text
from kb.library.drafting.views import DraftCard, DraftView, ReviewView, State, Step
from kb.library.errors import NotFound
from kb.library.owners import owns
from kb.model import Article, Draft, DraftText, Review, Revision
from kb.sources.front import KINDS

OPEN: tuple[State, ...] = ("draft", "proposed", "approved", "returned")
_REVIEWERS = frozenset({"lead", "manager", "operator"})


def find(session: Session, actor: Actor, draft_id: int, *, lock: bool = False) -> Draft:
    """Return a draft that `actor` may see; with `lock`, nobody else changes it before this transaction ends.

    Raises:
        NotFound: there is none, or none that they may see.
    """
    query = select(Draft).where(Draft.id == draft_id)
    draft = session.exec(query.with_for_update() if lock else query).first()
    if draft is None or not may_see(actor, draft, article_of(session, draft)):
        raise NotFound(f"There is no draft {draft_id}.")
    return draft


def at_version(draft: Draft, version: int) -> None:
    """Make sure that `version` is what the person was looking at.

    Raises:
        Stale: it was saved again since.
    """
    if draft.version != version:
        raise Stale("This draft was changed while you were looking at it; look again.")


def at_step(draft: Draft, *states: State) -> None:
    """Make sure that the draft is at one of these steps.

    Raises:
        WrongStep: it is not.
    """
    if draft.state not in states:
        raise WrongStep(f"This change is {draft.state}; that can be done while it is {' or '.join(states)}.")


def article_of(session: Session, draft: Draft) -> Article | None:
    """Return the article that a draft changes, None for a new page."""
    return session.get(Article, draft.article_id) if draft.article_id is not None else None


def kinds_of(draft: Draft, article: Article | None) -> frozenset[str]:
    """Return the kinds that a draft is about: what the page is, and what the text makes of it."""
    found = {draft.kind} | ({article.kind} if article is not None else set())
    return frozenset(found & set(KINDS))


def may_see(actor: Actor, draft: Draft, article: Article | None) -> bool:
    """Say whether a draft is open to this person: to its editors, the page's owner, and reviewers."""
    mine = actor.id in editors_of(draft) and actor.role != "operator"
    return mine or actor.role in _REVIEWERS or (article is not None and owns(actor, article.owner))


def text_of(session: Session, article_id: int, number: int) -> str | None:
    """Return the whole source of a revision."""
    wanted = (Revision.article_id == article_id, Revision.number == number)
    return session.exec(select(Revision.body).where(*wanted)).first()


def text_at(session: Session, draft: Draft, version: int) -> str:
    """Return what a draft was at a version; where that was long ago, what it started from."""
    kept = session.exec(
        select(DraftText.body).where(DraftText.draft_id == draft.id, DraftText.version == version)
    ).first()
    if kept is not None:
        return as_text(kept)
    if draft.article_id is None or draft.base is None:
        return ""
    return text_of(session, draft.article_id, draft.base) or ""


def view(session: Session, actor: Actor, draft: Draft, rules: Rules) -> DraftView:
    """Return a draft as it is opened."""
    article = article_of(session, draft)
    reviews = session.exec(select(Review).where(Review.draft_id == draft.id).order_by(col(Review.id))).all()
    live = text_of(session, article.id or 0, article.current) if article is not None else None
    problems = read_draft(session, draft, article)[1] if draft.state in OPEN else ()
    return DraftView(
        card=card(session, actor, draft, rules),
        text=as_text(draft.body),
        live_text=live,
        sha256=draft.sha256,
        version=draft.version,
        problems=problems,
        reviews=tuple(_review(each) for each in reviews),
        told=draft.told,
        revision=draft.revision,
    )


def cards(
    session: Session, actor: Actor, rules: Rules, states: Iterable[State], article_id: int | None = None
) -> tuple[DraftCard, ...]:
    """Return the drafts in these states that `actor` may see, those changed last first."""
    query = select(Draft).where(col(Draft.state).in_(tuple(states)))
    if article_id is not None:
        query = query.where(Draft.article_id == article_id)
    query = query.order_by(col(Draft.changed_at).desc(), col(Draft.id).desc())
    found = session.exec(query.options(defer(Draft.body))).all()  # type: ignore[arg-type] # a column by then
    return tuple(
        card(session, actor, draft, rules)
        for draft in found
        if may_see(actor, draft, article_of(session, draft))
    )


def card(session: Session, actor: Actor, draft: Draft, rules: Rules) -> DraftCard:
    """Return a draft as it stands in a list."""
    article = article_of(session, draft)
    kinds = kinds_of(draft, article)
    approvals = rules.approvals(session, draft, kinds)
    needed = rules.needed(session, draft, kinds)
    live = article.current if article is not None else None
    last = session.exec(
        select(DraftText.person)
        .where(DraftText.draft_id == draft.id)
        .order_by(col(DraftText.version).desc())
        .limit(1)
    ).first()
    return DraftCard(
        id=draft.id or 0,
        slug=article.slug if article is not None else draft.slug,
        path=article.path if article is not None else draft.path,
        kind=next((kind for kind in KINDS if kind == draft.kind), None),
        title=draft.title or (article.title if article is not None else ""),
        state=cast("State", draft.state),
        author=draft.author,
        author_id=draft.author_id,
        changed_by=last or draft.author,
        created_at=draft.created_at,
        changed_at=draft.changed_at,
        note=draft.note,
        material=draft.material,
        origin=draft.origin,
        new=article is None,
        base=draft.base,
        live=live,
        behind=draft.state in OPEN and live is not None and draft.base is not None and live > draft.base,
        publish_at=draft.publish_at,
        approvals=approvals,
        approvals_needed=needed,
        may=_may(actor, draft, article, rules, enough=len(approvals) >= needed),
    )


def may_edit(actor: Actor, draft: Draft, article: Article | None) -> bool:
    """Say whether this person may type in a draft: whoever may see it, but for the command line."""
    return actor.role != "operator" and may_see(actor, draft, article)


def _may(
    actor: Actor, draft: Draft, article: Article | None, rules: Rules, *, enough: bool
) -> frozenset[Step]:
    if draft.state not in OPEN:
        return frozenset()
    steps: set[Step] = set()
    if may_edit(actor, draft, article) and actor.role != "starter":
        steps |= {"save", "withdraw"}
        steps |= {"propose"} if draft.state in ("draft", "returned") else set()
    if draft.state in ("proposed", "approved"):
        kinds = kinds_of(draft, article)
        steps |= {"return"} if rules.may_judge(actor.role, kinds) else set()
        steps |= {"approve"} if rules.may_approve(actor, draft, kinds) else set()
    if draft.state == "approved" and actor.role in ("manager", "operator"):
        steps |= {"publish"} if enough else set()
        steps |= {"unschedule"} if draft.publish_at is not None else set()
    return frozenset(steps)


def add_editor(draft: Draft, actor: Actor) -> None:
    """Note that somebody had a hand in the draft: from now on they cannot approve it."""
    draft.editors = json.dumps(sorted(editors_of(draft) | {actor.id}))


def keep_text(session: Session, draft: Draft, actor: Actor, at: datetime, keep: int) -> None:
    """Keep the text of this version, and of the last `keep` versions, for merging with what starts there."""
    draft_id = draft.id or 0
    session.add(
        DraftText(draft_id=draft_id, version=draft.version, body=draft.body, person=actor.name, at=at)
    )
    oldest = draft.version - keep
    if oldest > 0:
        forget_texts(session, draft_id, oldest)
    session.flush()


def forget_texts(session: Session, draft_id: int, up_to: int | None = None) -> None:
    """Forget the texts of a draft's versions, up to one or all of them."""
    query = select(DraftText).where(DraftText.draft_id == draft_id)
    if up_to is not None:
        query = query.where(col(DraftText.version) <= up_to)
    for each in session.exec(query.options(defer(DraftText.body))):  # type: ignore[arg-type] # a column by then
        session.delete(each)
    session.flush()


def _review(review: Review) -> ReviewView:
    return ReviewView(
        review.person,
        "approve" if review.verdict == "approve" else "return",
        review.comment,
        review.at,
        review.sha256,
        review.void,
    )
