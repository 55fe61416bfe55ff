"""What is wrong with paths, checks and acknowledgements, for whoever owns the page: by file and line."""

from collections.abc import Callable, Iterable, Iterator

from kb.sources.front import EVERYBODY
from kb.sources.lessons.checks import Check, Decide, check
from kb.sources.lessons.lesson import Lesson
from kb.sources.reading_path import PATH_KINDS
from kb.sources.scenario import Flaw
from policies import Problem

Target = Callable[[str, str], tuple[str, str] | None]
"""The path of a page and a link as written in it; the slug and anchor to which it leads, or None."""

_ROLES = {"starter", "agent", "lead", "manager"}


def faults(
    lessons: Iterable[Lesson],
    target: Target,
    decide: Decide | None = None,
    teams: Iterable[str] | None = None,
) -> tuple[Problem, ...]:
    """Return everything that is wrong, by file and line.

    Without `decide`, cases are not put to any policy; without `teams`, who is to acknowledge is not asked.
    """
    known = None if teams is None else {team.casefold() for team in teams}
    found: list[Problem] = []
    for lesson in lessons:
        found += _of_path(lesson, target)
        found += _of_scenarios(lesson, decide)
        found += [] if known is None else _of_readers(lesson, known)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code)))


def _of_path(lesson: Lesson, target: Target) -> Iterator[Problem]:
    def warn(code: str, line: int, message: str, hint: str) -> Problem:
        return Problem(code, "warning", lesson.path, line, message, hint, blocks=False)

    if lesson.place is None:
        if lesson.path_line > 1:
            hint = f"a path is a page of kind {' or '.join(PATH_KINDS)}"
            yield warn("path-kind", lesson.path_line, "only such a page can be a path", hint)
        return
    if not lesson.steps:
        hint = "write numbered lists, each item beginning with a link"
        yield warn("path-empty", lesson.path_line, "the path has no steps", hint)
    taken: dict[str, int] = {}
    for step in lesson.steps:
        led = target(lesson.path, step.href) if step.href else None
        if step.href is None:
            hint = "begin it with a link to the page to read"
            yield warn("path-step-without-link", step.line, f"the step `{step.words[:60]}` has no link", hint)
        elif led is None:
            hint = "mend the link; readers do not see this step"
            yield warn("path-step-broken", step.line, f"the step leads nowhere: `{step.href[:80]}`", hint)
        elif led[0] == lesson.slug:
            yield warn("path-step-broken", step.line, "the step leads to the path itself", "take it out")
        elif led[0] in taken:
            hint = f"it is on line {taken[led[0]]} already; once is read once"
            yield warn("path-step-twice", step.line, f"`{led[0]}` is on the path twice", hint)
        else:
            taken[led[0]] = step.line


def _of_scenarios(lesson: Lesson, decide: Decide | None) -> Iterator[Problem]:
    for block in lesson.blocks:
        content = block.content
        if isinstance(content, Flaw):
            yield _problem(lesson, block.line, content)
        elif decide is not None:
            asked = check(content, decide)
            flaws = asked.doubts if isinstance(asked, Check) else (asked,)
            yield from (_problem(lesson, block.line, flaw) for flaw in flaws)


def _problem(lesson: Lesson, first: int, flaw: Flaw) -> Problem:
    return Problem(
        flaw.code, "warning", lesson.path, first + flaw.line, flaw.message, flaw.hint, blocks=False
    )


def _of_readers(lesson: Lesson, teams: set[str]) -> Iterator[Problem]:
    for word in lesson.acknowledge:
        folded = word.casefold()
        if folded != EVERYBODY and folded not in teams and folded.removesuffix("s") not in _ROLES:
            message = f"`acknowledge` names `{word[:60]}`, which is neither a role nor anybody's team"
            hint = f"write `yes`, a team, or one of {', '.join(sorted(_ROLES))}"
            line = lesson.acknowledge_line
            yield Problem("acknowledge-nobody", "warning", lesson.path, line, message, hint, blocks=False)
