"""How one person stands with one page: what it asks of them, and what has changed since they last read it."""

from sqlmodel import Session

from kb.access import Actor
from kb.library.catalogue import Entry
from kb.library.learning import records
from kb.library.learning.changed import passages
from kb.library.learning.records import Seen
from kb.library.learning.views import Changed, Standing
from kb.markup import FrontMatterError, split_front_matter
from kb.sources.lessons.lesson import Lesson


def standing_of(session: Session, actor: Actor, entry: Entry, lesson: Lesson | None) -> Standing:
    """Tell how `actor` stands with the page of `entry`; where they are on a path is for others to add."""
    asked = bool(
        lesson and not entry.archived and lesson.asks(actor.role, records.team_of(session, actor.id))
    )
    acknowledged = records.acknowledged(session, [entry.id], actor.id).get((actor.id, entry.id))
    read = records.read(session, [entry.id], actor.id).get((actor.id, entry.id))
    newest = records.newest_material(session, [entry.id]).get(entry.id, 1)
    return Standing(
        slug=entry.slug,
        revision=entry.card.revision,
        asked=asked,
        due=asked and (acknowledged is None or acknowledged.revision < newest),
        acknowledged=acknowledged.revision if acknowledged else None,
        acknowledged_at=acknowledged.at if acknowledged else None,
        changed=_changed(session, entry, newest, acknowledged if asked else None, read),
        path=None,
        questions=(),
    )


def _changed(
    session: Session, entry: Entry, newest: int, acknowledged: Seen | None, read: Seen | None
) -> Changed | None:
    """Whoever acknowledged a page must see what came after that; others, what came after they read it."""
    seen = acknowledged or read
    if seen is None or seen.revision >= newest:
        return None
    texts = records.texts(session, entry.id, (seen.revision, entry.card.revision))
    before, after = (_body(texts.get(number, "")) for number in (seen.revision, entry.card.revision))
    how = "acknowledged" if acknowledged else "read"
    return Changed(seen.revision, seen.at, how, passages(before, after))  # type: ignore[arg-type]


def _body(text: str) -> str:
    try:
        return split_front_matter(text).body
    except FrontMatterError:
        return text
