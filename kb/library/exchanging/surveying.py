"""The first look at a tree: every page read and judged, every picture inspected, none of their bytes kept."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kb.library.admission import beyond_reading, shown_as_text
from kb.library.attachments.inspecting import AttachmentRefused, inspect
from kb.library.attachments.paths import check_path
from kb.library.exchanging.manifest import Manifest
from kb.library.exchanging.trees import Tree
from kb.markup import MAX_POLICY_BYTES
from kb.sources.source_page import SourcePage, read_page
from policies import Problem

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""

PAGES = (".md", ".markdown")
PICTURES = (".png", ".jpg", ".jpeg", ".jpe", ".gif", ".webp", ".pdf", ".svg")
_LONGEST_PATH = 1000
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page's file, without its text; `explicit` says that the page names its own slug."""

    file: str
    page: SourcePage
    explicit: bool


@dataclass(frozen=True, slots=True)
class FoundAttachment:
    """An attachment's file, without its bytes."""

    file: str
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a tree holds, and every problem of it; a file with an error is in neither list."""

    pages: tuple[FoundPage, ...]
    attachments: tuple[FoundAttachment, ...]
    problems: tuple[Problem, ...]
    files: frozenset[str]


def survey(tree: Tree, manifest: Manifest | None, most_bytes: int, progress: Progress) -> Survey:
    """Look at every file of `tree`; attachments may have `most_bytes` each."""
    pages: list[FoundPage] = []
    attachments: list[FoundAttachment] = []
    problems = list(tree.problems)
    passed: Counter[str] = Counter()
    listed = manifest.attachments if manifest else {}
    for n, (file, size) in enumerate(tree.files.items()):
        if n % _TOLD_EVERY == 0:
            progress("read", n, len(tree.files))
        suffix = PurePosixPath(file).suffix.lower()
        if suffix in PAGES:
            page, found = look_at(tree, file)
            problems += found
            pages += [page] if page is not None else []
        elif suffix in PICTURES or file in listed:
            found_one = _inspected(tree, file, size, most_bytes)
            if isinstance(found_one, Problem):
                problems.append(found_one)
            else:
                attachments.append(found_one)
        else:
            passed[suffix or "no suffix"] += 1
    progress("read", len(tree.files), len(tree.files))
    problems += _passed_over(passed)
    return Survey(tuple(pages), tuple(attachments), tuple(problems), frozenset(tree.files))


def look_at(tree: Tree, file: str) -> tuple[FoundPage | None, list[Problem]]:
    """Read one page and judge it; None where there is an error about it."""
    page, problems = read_tree_page(tree, file)
    if page is not None:
        problems += [*beyond_reading(page), *shown_as_text(page)]
    if page is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    light = replace(page, text="", body="", meta={}, meta_lines={})
    return FoundPage(file, light, explicit=page.meta.get("slug") == page.slug), problems


def read_tree_page(tree: Tree, file: str) -> tuple[SourcePage | None, list[Problem]]:
    """Read one page of a tree, whole."""
    if len(file) > _LONGEST_PATH:
        message = f"a path of {len(file)} characters is more than the {_LONGEST_PATH} a page may have"
        return None, [Problem("long-name", "error", file, 1, message, "shorten the names of its folders")]
    try:
        data = tree.read(file, MAX_POLICY_BYTES + 1)
    except OSError as error:
        return None, [Problem("unreadable", "error", file, 1, f"it cannot be read: {error.strerror}")]
    page, problems = read_page(file, data)
    return page, list(problems)


def _inspected(tree: Tree, file: str, size: int, most: int) -> FoundAttachment | Problem:
    try:
        check_path(file)
        if size > most:
            _refuse_size(size, most)
        data = tree.read(file, most + 1)
        return FoundAttachment(file, hashlib.sha256(data).hexdigest(), inspect(data, most))
    except AttachmentRefused as refused:
        return Problem(refused.code, "error", file, 1, refused.message, refused.hint)
    except OSError as error:
        return Problem("unreadable", "error", file, 1, f"it cannot be read: {error.strerror}")


def _refuse_size(size: int, most: int) -> None:
    raise AttachmentRefused(
        "attachment-too-large",
        f"it has {size / 1024 / 1024:.1f} MiB, more than the {most / 1024 / 1024:.3g} allowed",
        "make it smaller, or change CAREBOOK_ATTACHMENT_MIB",
    )


def _passed_over(passed: Mapping[str, int]) -> Iterator[Problem]:
    if passed:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.items())[:20])
        message = (
            f"{sum(passed.values())} files that are neither pages nor pictures were passed over: {kinds}"
        )
        yield Problem("passed-over", "warning", ".", 1, message[:900])
