"""What a page asks of its readers: to be acknowledged, to be followed as a path, to answer its questions."""

from dataclasses import dataclass

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
    if not {"acknowledge", "path"} & page.meta.keys() and BLOCK not in page.body.lower():
        return None  # nearly every page of a large library
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
