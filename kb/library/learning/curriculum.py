"""The curriculum: which pages are paths, must be acknowledged, or hold scenario checks, as they are now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.library.catalogue import Catalogue, Entry
from kb.library.shelves import Change, Shelves
from kb.sources.lessons.lesson import Lesson, lesson_of
from kb.sources.reading_path import WrittenStep


@dataclass(frozen=True, slots=True)
class Offering:
    """The catalogue at one moment, and by slug the pages that ask something of their readers."""

    catalogue: Catalogue
    lessons: Mapping[str, Lesson]

    def paths(self, allowed: Callable[[Entry], bool]) -> tuple[Lesson, ...]:
        """Return the paths that are `allowed`, in the order that they claim, then by title."""
        found = [
            (lesson.place, self.catalogue.entries[slug].card.title.casefold(), lesson)
            for slug, lesson in self.lessons.items()
            if lesson.place is not None
            and slug in self.catalogue.entries
            and allowed(self.catalogue.entries[slug])
        ]
        return tuple(lesson for _, _, lesson in sorted(found, key=lambda each: each[:2]))


class Curriculum:
    """Follows the shelves; what it gives out is never changed afterwards."""

    def __init__(self, shelves: Shelves) -> None:
        """Follow `shelves`."""
        self._shelves = shelves
        self._lessons: Mapping[str, Lesson] = MappingProxyType({})
        shelves.follow(self._follow)

    def now(self) -> Offering:
        """Return what there is now. Not to be called within a writing transaction: it may itself write."""
        catalogue = self._shelves.catalogue()
        return Offering(catalogue, self._lessons)

    def _follow(self, change: Change) -> None:
        lessons = {slug: lesson for slug, lesson in self._lessons.items() if slug not in change.gone}
        for page in change.pages:
            lessons.pop(page.source.slug, None)
            lesson = lesson_of(page.source)
            if lesson is not None:
                lessons[page.source.slug] = lesson
        self._lessons = MappingProxyType(lessons)


def led_to(
    catalogue: Catalogue, lesson: Lesson, allowed: Callable[[Entry], bool]
) -> tuple[tuple[WrittenStep, Entry], ...]:
    """Return the steps that lead to a page that is `allowed`, each page once; `faults` reports the others."""
    found: dict[str, tuple[WrittenStep, Entry]] = {}
    for step in lesson.steps:
        target = catalogue.addresses.target(lesson.path, step.href) if step.href else None
        entry = catalogue.entries.get(target[0]) if target else None
        if entry is not None and entry.slug != lesson.slug and allowed(entry):
            found.setdefault(entry.slug, (step, entry))
    return tuple(found.values())
