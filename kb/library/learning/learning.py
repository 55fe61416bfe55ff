"""Paths and scenario checks: how somebody stands with a page, what they read and answer, how far all are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from kb.access import Actor, Gate, use_case, visible
from kb.audit import Event, record
from kb.library.catalogue import Entry
from kb.library.errors import NotFound
from kb.library.learning import records
from kb.library.learning.asking import questions_of
from kb.library.learning.curriculum import Curriculum
from kb.library.learning.progress import Course, course_of, progress_of
from kb.library.learning.standing import standing_of
from kb.library.learning.views import Outdated, ProgressRow, ReadingPath, Standing
from kb.model import PageRead, ScenarioAnswer
from kb.sources.lessons.checks import Check, Decide, check
from kb.sources.lessons.faults import faults
from kb.sources.lessons.lesson import Lesson
from kb.storage import Database
from policies import Problem


class Learning:
    """What readers do with paths and checks; `decide` puts a case to the policy in force."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        curriculum: Curriculum,
        decide: Decide,
        clock: Callable[[], datetime],
    ) -> None:
        """Keep what was read and answered in `database`."""
        self.gate = gate
        self._database = database
        self._curriculum = curriculum
        self._decide = decide
        self._clock = clock

    @use_case("learning.follow")
    def paths(self, actor: Actor) -> tuple[ReadingPath, ...]:
        """Return every path as it stands with this person, in the order that they claim, then by title."""
        courses = [self._course(actor, lesson) for lesson in self._curriculum.now().paths(visible(actor))]
        with self._database.read() as session:
            return tuple(_path(session, actor, course) for course in courses)

    @use_case("learning.follow")
    def path(self, actor: Actor, slug: str) -> ReadingPath:
        """Return one path as it stands with this person.

        Raises:
            NotFound: there is no path there that this person may see.
        """
        course = self._course_at(actor, slug)
        with self._database.read() as session:
            return _path(session, actor, course)

    @use_case("learning.follow")
    def standing(self, actor: Actor, slug: str, path: str | None = None) -> Standing:
        """Return how this person stands with the page at `slug`: what it asks of them, and what has changed.

        With the address of a `path` on which the page is, that path too, to show where on it they are.

        Raises:
            NotFound: there is no such page that this person may see.
        """
        entry = self._entry(actor, slug)
        lessons = self._curriculum.now().lessons
        lesson = lessons.get(entry.slug)
        course = self._course(actor, lessons[path]) if path and self._is_path(actor, path) else None
        if course is not None and entry.id not in course.articles:
            course = None
        with self._database.read() as session:
            answers = records.answered(session, [entry.id], actor.id)
            mine = {key: answer for (_, _, key), answer in answers.items()}
            questions = questions_of(lesson, self._decide, mine) if lesson else ()
            on_path = _path(session, actor, course) if course else None
            standing = standing_of(session, actor, entry, lesson)
            return replace(standing, path=on_path, questions=questions)

    @use_case("learning.follow")
    def mark_read(self, actor: Actor, path: str, slug: str, revision: int) -> ReadingPath:
        """Set down that this person has read `revision` of a page of a path; return the path as it is now.

        Raises:
            NotFound: there is no such path, page of it, or revision.
        """
        course, entry = self._course_at(actor, path), self._entry(actor, slug)
        with self._database.write() as session:
            if entry.id not in course.articles or not records.is_published(session, entry.id, revision):
                raise NotFound(f"There is no revision {revision} of `{entry.slug}` on this path.")
            records.one_at_a_time(session, actor.id)
            mine = (PageRead.person_id == actor.id, PageRead.article_id == entry.id)
            if session.exec(select(PageRead).where(*mine, PageRead.revision == revision)).first() is None:
                at = self._clock()
                session.add(
                    PageRead(person_id=actor.id, article_id=entry.id, revision=revision, path=path, at=at)
                )
                detail = {"revision": revision, "path": path}
                record(session, actor, at, Event("people", "read", entry.slug, detail))
            return _path(session, actor, course)

    @use_case("learning.follow")
    def answer(self, actor: Actor, slug: str, scenario: str, code: str) -> bool:
        """Set down what this person answers to a check of the page at `slug`; tell whether it is right.

        `scenario` is the key of the check and `code` that of the choice, as `standing` gave them. The first
        answer and the latest are kept.

        Raises:
            NotFound: there is no such page or check.
            Outdated: the policy has changed meanwhile, and the choice is no longer there.
        """
        entry = self._entry(actor, slug)
        asked = self._check(entry, scenario)
        offer = next((offer for offer in asked.offers if offer.claim.code == code), None)
        if offer is None:
            raise Outdated("The policy has changed since the question was shown; look at it once more.")
        right, at = asked.right(offer.claim), self._clock()
        with self._database.write() as session:
            records.one_at_a_time(session, actor.id)
            mine = (ScenarioAnswer.person_id == actor.id, ScenarioAnswer.article_id == entry.id)
            row = session.exec(
                select(ScenarioAnswer).where(*mine, ScenarioAnswer.scenario == scenario)
            ).first()
            if row is None:
                row = ScenarioAnswer(
                    person_id=actor.id,
                    article_id=entry.id,
                    scenario=scenario,
                    first=code,
                    first_right=right,
                    first_at=at,
                    latest=code,
                    latest_at=at,
                )
            else:
                row.latest, row.latest_at, row.times = code, at, row.times + 1
            session.add(row)
            record(session, actor, at, Event("people", "answer", entry.slug, {"scenario": scenario}))
        return right

    @use_case("learning.oversee")
    def progress(self, actor: Actor, path: str | None = None) -> tuple[ProgressRow, ...]:
        """Return how far everybody has come on every path, or on one; by team and name.

        Nobody's single answers are told: a check is there to learn from.
        """
        courses = [
            self._course(actor, lesson)
            for lesson in self._curriculum.now().paths(visible(actor))
            if path in (None, lesson.slug)
        ]
        with self._database.read() as session:
            known = records.known_of(session, {article for course in courses for article in course.articles})
            people = records.readers(session)
        return tuple(
            _row(person, progress_of(course, person.id, known)) for person in people for course in courses
        )

    @use_case("learning.oversee")
    def problems(self, _actor: Actor) -> tuple[Problem, ...]:
        """Return all that is wrong with paths, checks and acknowledgements, by file and line."""
        now = self._curriculum.now()
        with self._database.read() as session:
            teams = {person.team for person in records.readers(session) if person.team}
        shown = [lesson for slug, lesson in now.lessons.items() if slug in now.catalogue.entries]
        return faults(shown, now.catalogue.addresses.target, self._decide, teams)

    def _is_path(self, actor: Actor, slug: str) -> bool:
        return any(lesson.slug == slug for lesson in self._curriculum.now().paths(visible(actor)))

    def _course_at(self, actor: Actor, slug: str) -> Course:
        if not self._is_path(actor, slug):
            raise NotFound(f"There is no path at `{slug[:120]}`.")
        return self._course(actor, self._curriculum.now().lessons[slug])

    def _course(self, actor: Actor, lesson: Lesson) -> Course:
        return course_of(self._curriculum.now(), lesson, visible(actor), self._decide)

    def _entry(self, actor: Actor, slug: str) -> Entry:
        entry = self._curriculum.now().catalogue.at(slug)
        if entry is None or not visible(actor)(entry):
            raise NotFound(f"There is no page at `{slug[:120]}`.")
        return entry

    def _check(self, entry: Entry, key: str) -> Check:
        lesson = self._curriculum.now().lessons.get(entry.slug)
        for scenario in lesson.scenarios if lesson else ():
            if scenario.key == key:
                asked = check(scenario, self._decide)
                if isinstance(asked, Check):
                    return asked
        raise NotFound("There is no such question on this page; it may have been changed just now.")


def _path(session: Session, actor: Actor, course: Course) -> ReadingPath:
    return progress_of(course, actor.id, records.known_of(session, course.articles, actor.id))


def _row(person: records.Reader, path: ReadingPath) -> ProgressRow:
    return ProgressRow(
        team=person.team or "",
        person=person.name,
        role=person.role,
        path=path.slug,
        title=path.title,
        done=path.done,
        steps=len(path.steps),
        right=sum(step.right for step in path.steps),
        checks=sum(step.checks for step in path.steps),
        minutes_left=path.minutes_left,
        finished_at=path.finished_at,
    )
