"""What the library takes of a folder, and why not the rest."""

from dataclasses import dataclass

from kb.markup import nested_too_deep
from kb.sources.folder import Folder
from kb.sources.front import KINDS
from kb.sources.source_page import SourcePage
from policies import Problem


@dataclass(frozen=True, slots=True)
class Admission:
    """The pages that are taken, and every problem: of reading the folder and of taking its pages."""

    pages: tuple[SourcePage, ...]
    problems: tuple[Problem, ...]


def admit(folder: Folder) -> Admission:
    """Choose the pages that the library takes: those with a kind and without an error."""
    problems = list(folder.problems)
    refused = folder.refused
    pages: list[SourcePage] = []
    for page in folder.pages:
        if page.path in refused:
            continue
        found = _beyond_reading(page)
        problems += found
        if not found:
            pages.append(page)
    return Admission(tuple(pages), tuple(sorted(problems, key=lambda problem: (problem.path, problem.line))))


def _beyond_reading(page: SourcePage) -> list[Problem]:
    if page.kind is None:
        hint = f"begin the page with `---`, `kind: …` (one of {', '.join(KINDS)}) and `---`"
        return [Problem("missing-kind", "error", page.path, 1, "the page does not say its kind", hint)]
    return [
        Problem(e.code, "error", page.path, page.body_line + e.line, e.message, e.hint)
        for e in nested_too_deep(page.body)
    ]
