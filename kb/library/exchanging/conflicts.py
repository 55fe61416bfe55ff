"""A conflict kept: both texts in a draft of whoever imports, to be decided; readers see none of it."""

import json

from sqlmodel import Session, select

from kb.audit import Event
from kb.library.drafting.rows import OPEN, keep_text
from kb.library.drafting.typed import as_bytes, digest, kind_and_title
from kb.library.exchanging.identities import Head
from kb.library.revising import Stamp
from kb.model import Draft

_KEPT_TEXTS = 200
_TOLD = "The folder and the library changed the same lines. Decide each place between the markers."


def keep_both(session: Session, head: Head, text: str, stamp: Stamp) -> Event | None:
    """Keep `text`, in which both stand between markers, as a draft; None where it is there already."""
    data = as_bytes(text)
    same = select(Draft.id).where(Draft.article_id == head.id, Draft.sha256 == digest(data))
    for state in OPEN:
        if session.exec(same.where(Draft.state == state)).first() is not None:
            return None
    kind, title = kind_and_title(text)
    draft = Draft(
        article_id=head.id,
        slug=head.slug,
        path=head.path,
        kind=kind or head.kind,
        title=title,
        base=head.current,
        body=data,
        sha256=digest(data),
        author_id=stamp.actor.id,
        author=stamp.actor.name,
        editors=json.dumps([stamp.actor.id]),
        note=stamp.note,
        told=_TOLD,
        created_at=stamp.at,
        changed_at=stamp.at,
    )
    session.add(draft)
    session.flush()
    keep_text(session, draft, stamp.actor, stamp.at, _KEPT_TEXTS)
    detail = {"draft": draft.id, "sha256": draft.sha256, "base": head.current, "note": stamp.note}
    return Event("library", "draft.start", head.slug, detail)
