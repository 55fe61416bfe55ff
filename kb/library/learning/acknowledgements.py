"""Acknowledgement: who must say of which page that they have read it, who has, and who has not."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, select

from kb.access import Actor, Gate, use_case, visible
from kb.audit import Event, record
from kb.library.catalogue import Entry
from kb.library.errors import NotFound
from kb.library.learning import records
from kb.library.learning.curriculum import Curriculum, Offering
from kb.library.learning.views import AcknowledgementRow, Due
from kb.model import Acknowledgement
from kb.storage import Database


class Acknowledgements:
    """What must be acknowledged. Only a material revision asks anew; a minor one never does."""

    def __init__(
        self, database: Database, gate: Gate, curriculum: Curriculum, clock: Callable[[], datetime]
    ) -> None:
        """Keep acknowledgements in `database`; `curriculum` knows which pages ask for one."""
        self.gate = gate
        self._database = database
        self._curriculum = curriculum
        self._clock = clock

    @use_case("article.acknowledge")
    def due(self, actor: Actor) -> tuple[Due, ...]:
        """Return the pages that this person must acknowledge now, by title."""
        now = self._curriculum.now()
        with self._database.read() as session:
            asked = _asked_of(now, actor, records.team_of(session, actor.id))
            seen = records.acknowledged(session, [entry.id for entry in asked], actor.id)
            material = records.newest_material(session, [entry.id for entry in asked])
        found = []
        for entry in asked:
            card, last = entry.card, seen.get((actor.id, entry.id))
            if last is None or last.revision < material.get(entry.id, 1):
                since = last.revision if last else None
                found.append(Due(card.slug, card.title, card.kind, card.minutes, since))
        return tuple(sorted(found, key=lambda due: due.title.casefold()))

    @use_case("article.acknowledge")
    def acknowledge(self, actor: Actor, slug: str, revision: int) -> datetime:
        """Set down for ever that this person has read `revision` of the page at `slug`; return when.

        It is the revision that was on their screen, though a newer one may have been published meanwhile:
        that one then asks anew. Doing it twice changes nothing, and the first time stands.

        Raises:
            NotFound: there is no such page or revision that this person may see.
        """
        entry = self._curriculum.now().catalogue.at(slug)
        if entry is None or not visible(actor)(entry):
            raise NotFound(f"There is no page at `{slug[:120]}`.")
        with self._database.write() as session:
            stood = records.is_published(session, entry.id, revision)
            if stood is None:
                raise NotFound(f"There is no revision {revision} of `{entry.slug}`.")
            records.one_at_a_time(session, actor.id)
            known = _known(session, actor, entry, revision)
            if known is not None:
                return known.at
            at = self._clock()
            given = Acknowledgement(
                person_id=actor.id, article_id=entry.id, revision=revision, sha256=stood, at=at
            )
            session.add(given)
            detail = {"revision": revision, "sha256": stood}
            record(session, actor, at, Event("people", "acknowledge", entry.slug, detail))
            return at

    @use_case("learning.oversee")
    def overview(self, _actor: Actor, slug: str | None = None) -> tuple[AcknowledgementRow, ...]:
        """Return, for every page that asks and everybody whom it asks, whether they have; of one page
        where one is named.

        In the order of teams, people, titles. Who was never asked, or has left, is not there.
        """
        now = self._curriculum.now()
        asking = [
            (lesson, now.catalogue.entries[at])
            for at, lesson in now.lessons.items()
            if lesson.acknowledge and at in now.catalogue.entries and slug in (None, at)
        ]
        articles = [entry.id for _, entry in asking]
        with self._database.read() as session:
            material = records.newest_material(session, articles)
            seen = records.acknowledged(session, articles)
            people = records.readers(session)
        asking.sort(key=lambda each: each[1].card.title.casefold())
        return tuple(
            _row(person, entry, material.get(entry.id, 1), seen.get((person.id, entry.id)))
            for person in people
            for lesson, entry in asking
            if lesson.asks(person.role, person.team)
        )


def _asked_of(now: Offering, actor: Actor, team: str | None) -> list[Entry]:
    allowed = visible(actor)
    slugs = (slug for slug, lesson in now.lessons.items() if lesson.asks(actor.role, team))
    found = (now.catalogue.entries.get(slug) for slug in slugs)
    return [entry for entry in found if entry is not None and allowed(entry)]


def _known(session: Session, actor: Actor, entry: Entry, revision: int) -> Acknowledgement | None:
    return session.exec(
        select(Acknowledgement).where(
            Acknowledgement.person_id == actor.id,
            Acknowledgement.article_id == entry.id,
            Acknowledgement.revision == revision,
        )
    ).first()


def _row(person: records.Reader, entry: Entry, asked: int, seen: records.Seen | None) -> AcknowledgementRow:
    current = seen is not None and seen.revision >= asked
    return AcknowledgementRow(
        team=person.team or "",
        person=person.name,
        role=person.role,
        slug=entry.slug,
        title=entry.card.title,
        asked=asked,
        acknowledged=seen.revision if seen else None,
        at=seen.at if seen else None,
        state="never" if seen is None else "acknowledged" if current else "changed since",
    )
