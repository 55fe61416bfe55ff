"""Progress: how far somebody has come on a path, worked out from what they read and answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kb.library.catalogue import Entry
from kb.library.learning.curriculum import Offering, led_to
from kb.library.learning.records import Answered, Known
from kb.library.learning.views import ReadingPath, Step, StepState
from kb.sources.lessons.checks import Check, Decide, check
from kb.sources.lessons.claims import read_code
from kb.sources.lessons.lesson import Lesson
from kb.sources.reading_path import WrittenStep


@dataclass(frozen=True, slots=True)
class Course:
    """A path with its pages and their checks, before anybody has set out on it."""

    entry: Entry
    steps: tuple[tuple[WrittenStep, Entry, tuple[Check, ...]], ...]

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles of its steps."""
        return tuple(entry.id for _, entry, _ in self.steps)


def course_of(now: Offering, lesson: Lesson, allowed: Callable[[Entry], bool], decide: Decide) -> Course:
    """Lay out a path: its steps that are `allowed`, in order, each with the checks that can be asked."""
    steps = led_to(now.catalogue, lesson, allowed)
    return Course(
        now.catalogue.entries[lesson.slug],
        tuple((written, entry, checks_of(now.lessons.get(entry.slug), decide)) for written, entry in steps),
    )


def checks_of(lesson: Lesson | None, decide: Decide) -> tuple[Check, ...]:
    """Return the checks of a page that the policy in force can decide."""
    found = (check(scenario, decide) for scenario in (lesson.scenarios if lesson else ()))
    return tuple(each for each in found if isinstance(each, Check))


def is_right(asked: Check, answer: Answered | None) -> bool:
    """Tell whether the latest answer is right by the policy in force."""
    if answer is None:
        return False
    claim = read_code(answer.latest, asked.decision.policy.vocabulary)
    return claim is not None and asked.right(claim)


def progress_of(course: Course, person: int, known: Known) -> ReadingPath:
    """Return a path as it stands with `person`."""
    steps = tuple(_step(each, person, known) for each in course.steps)
    finished_at = None
    if steps and all(step.done for step in steps):
        finished_at = max(_times(course, person, known))
    card = course.entry.card
    return ReadingPath(card.slug, card.title, card.summary, card.owner, steps, finished_at)


def _times(course: Course, person: int, known: Known) -> Iterator[datetime]:
    """When each page was read and each question answered."""
    for _, entry, checks in course.steps:
        yield known.read[person, entry.id].at
        yield from (known.answered[person, entry.id, each.scenario.key].latest_at for each in checks)


def _step(each: tuple[WrittenStep, Entry, tuple[Check, ...]], person: int, known: Known) -> Step:
    written, entry, checks = each
    seen, card = known.read.get((person, entry.id)), entry.card
    state: StepState = "open"
    if seen is not None:
        state = "read" if seen.revision >= known.material.get(entry.id, 1) else "changed"
    answers = (known.answered.get((person, entry.id, one.scenario.key)) for one in checks)
    return Step(
        slug=card.slug,
        title=card.title,
        kind=card.kind,
        summary=card.summary,
        note=written.note,
        stage=written.stage,
        minutes=card.minutes,
        revision=card.revision,
        state=state,
        since=seen.revision if seen else None,
        checks=len(checks),
        right=sum(is_right(one, answer) for one, answer in zip(checks, answers, strict=True)),
    )
