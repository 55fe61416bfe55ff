"""A folder of Markdown, read whole: its pages, its problems, and which pages are policies."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import policies
from kb.markup import MAX_POLICY_BYTES
from kb.sources.source_page import SourcePage, derived_slug, read_page
from policies import Problem

_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found: `pages`, each with a slug of its own, and every problem at once."""

    pages: tuple[SourcePage, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> frozenset[str]:
        """The paths about which there is an error: the library takes none of them."""
        return frozenset(problem.path for problem in self.problems if problem.severity == "error")


def read_folder(root: Path) -> Folder:
    """Read every Markdown file below `root`, whatever folder it is.

    Front matter is not required: without it a page has no kind, and its title is its first heading or its
    file name. Hidden files and folders and symbolic links are passed over, since they may lead anywhere.
    Two pages of the library with one slug: the second is refused. Pages without a kind that would share a
    slug are told apart by the names of their folders.

    Raises:
        NotADirectoryError: `root` is not a folder.
    """
    if not root.is_dir():
        raise NotADirectoryError(f"`{root}` is not a folder")
    pages: list[SourcePage] = []
    problems: list[Problem] = []
    for path, file in _markdown_files(root, problems):
        page, found = _read_file(path, file)
        problems += found
        if page is not None:
            pages.append(page)
    told_apart = _tell_apart(pages, problems)
    return Folder(told_apart, tuple(sorted(problems, key=lambda p: (p.path, p.line))))


def policy_pages(folder: Folder) -> tuple[policies.Page, ...]:
    """Return the pages of kind `policy`, as the engine takes them, without those refused for an error."""
    return tuple(
        policy_page(page)
        for page in folder.pages
        if page.kind == "policy" and page.path not in folder.refused
    )


def policy_page(page: SourcePage) -> policies.Page:
    """Hand one page to the engine."""
    return policies.Page(
        path=page.path,
        slug=page.slug,
        meta=page.meta,
        meta_lines=page.meta_lines,
        body=page.body,
        body_line=page.body_line,
        sha256=page.sha256,
    )


def _markdown_files(root: Path, problems: list[Problem]) -> Iterator[tuple[str, Path]]:
    def unreadable(error: OSError) -> None:
        problems.append(_unreadable(_relative(Path(error.filename), root), error))

    found: list[tuple[str, Path]] = []
    for place, folders, files in os.walk(root, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = Path(place, name)
            if name.lower().endswith(_SUFFIXES) and not name.startswith(".") and not file.is_symlink():
                found.append((_relative(file, root), file))
    return iter(sorted(found))


def _read_file(path: str, file: Path) -> tuple[SourcePage | None, tuple[Problem, ...]]:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        return None, (Problem("bad-name", "error", shown, 1, "the file's name is not UTF-8", "rename it"),)
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_POLICY_BYTES + 1)
    except OSError as error:
        return None, (_unreadable(path, error),)
    return read_page(path, data)


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem("unreadable", "error", path, 1, f"it cannot be read: {error.strerror or error}", "")


def _relative(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _tell_apart(pages: list[SourcePage], problems: list[Problem]) -> tuple[SourcePage, ...]:
    taken: dict[str, str] = {}
    for page in pages:
        if page.kind is not None:
            first = taken.setdefault(page.slug, page.path)
            if first != page.path:
                problems.append(_same_slug(page, first))
    kept: list[SourcePage] = []
    for page in pages:
        if page.kind is None:
            kept.append(replace(page, slug=_free_slug(page, taken)))
        elif taken[page.slug] == page.path:
            kept.append(page)
    return tuple(kept)


def _same_slug(page: SourcePage, first: str) -> Problem:
    message = f"the slug `{page.slug}` is already that of `{first}`"
    line = page.meta_lines.get("slug", 1)
    return Problem("duplicate-slug", "error", page.path, line, message, "give one of them another `slug`")


def _free_slug(page: SourcePage, taken: dict[str, str]) -> str:
    names = [page.slug] + [derived_slug(page.path, depth) for depth in range(2, page.path.count("/") + 2)]
    names += [f"{names[-1]}-{n}" for n in range(2, len(taken) + 3)]
    free = next(name for name in names if name not in taken)
    taken[free] = page.path
    return free
