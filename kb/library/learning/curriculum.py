"""The curriculum: which pages are paths, must be acknowledged, or hold scenario checks, as they are now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.library.catalogue import Catalogue, Entry
from kb.library.shelves import Change, Shelves
from kb.markup.fences import fences
from kb.sources.front import EVERYBODY, read_front
from kb.sources.reading_path import PATH_KINDS, WrittenStep, written_steps
from kb.sources.scenario import BLOCK, Flaw, Scenario, read_scenario
from kb.sources.source_page import SourcePage


@dataclass(frozen=True, slots=True)
class Block:
    """A scenario block of a page: its text, the line in the file, and what could be made of it."""

    text: str
    line: int
    content: Scenario | Flaw


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a page asks of its readers. `path` is where it lies, `place` its place among the paths, if any."""

    slug: str
    path: str
    owner: str | None
    acknowledge: tuple[str, ...]
    acknowledge_line: int
    place: int | None
    path_line: int
    steps: tuple[WrittenStep, ...]
    blocks: tuple[Block, ...]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that could be read, each case once."""
        found = (block.content for block in self.blocks)
        return tuple({each.key: each for each in found if isinstance(each, Scenario)}.values())

    def asks(self, role: str, team: str | None) -> bool:
        """Tell whether somebody of this role and team must acknowledge the page."""
        mine = {role, f"{role}s", (team or "").casefold()} - {""}
        wanted = {word.casefold() for word in self.acknowledge}
        return EVERYBODY in wanted or bool(mine & wanted)


def lesson_of(page: SourcePage) -> Lesson | None:
    """Return what a page asks of its readers, or None where it asks nothing but to be read."""
    front, _ = read_front(page.meta)
    place = front.path if page.kind in PATH_KINDS else None
    blocks = _blocks(page)
    if not front.acknowledge and front.path is None and not blocks:
        return None
    return Lesson(
        slug=page.slug,
        path=page.path,
        owner=page.owner,
        acknowledge=front.acknowledge,
        acknowledge_line=page.meta_lines.get("acknowledge", 1),
        place=place,
        path_line=page.meta_lines.get("path", 1),
        steps=written_steps(page) if place is not None else (),
        blocks=blocks,
    )


def _blocks(page: SourcePage) -> tuple[Block, ...]:
    found: list[Block] = []
    seen: set[str] = set()
    for fence in fences(page.body) if BLOCK in page.body.lower() else ():
        if fence.name != BLOCK:
            continue
        content = read_scenario(fence.text)
        if fence.nested:
            hint = "put it in the open, with nothing before its three ticks"
            content = Flaw(
                "scenario-nested", 0, "a scenario stands inside a list, a quotation or a box", hint
            )
        elif isinstance(content, Scenario) and content.key in seen:
            content = Flaw("scenario-twice", 0, "the page asks about this case twice", "ask about another")
        elif isinstance(content, Scenario):
            seen.add(content.key)
        found.append(Block(fence.text, page.body_line + fence.line, content))
    return tuple(found)


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
