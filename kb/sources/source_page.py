"""One page as it lies in a file: its bytes read, its front matter checked, nothing yet stored."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.markup import (
    MAX_ARTICLE_BYTES,
    MAX_POLICY_BYTES,
    FrontMatter,
    FrontMatterError,
    check_limits,
    first_title,
    plain_text,
    slug,
    split_front_matter,
    too_large_to_show,
)
from kb.sources.front import Front, Kind, read_front
from policies import Problem

LONGEST_SLUG = 120
_NUL = "\x00"
_FOLDER_PAGES = frozenset({"readme", "index"})
_BODY = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of a folder. Lines are 1-based; `review_every` is in days; `text` is the file, byte for byte."""

    path: str
    slug: str
    kind: Kind | None
    title: str
    owner: str | None
    tags: tuple[str, ...]
    aliases: tuple[str, ...]
    review_every: int | None
    meta: Mapping[str, object]
    meta_lines: Mapping[str, int]
    body: str
    body_line: int
    sha256: str
    text: str


def read_page(path: str, data: bytes) -> tuple[SourcePage | None, tuple[Problem, ...]]:
    """Read the page that is `data`, known as `path` (relative, with `/`), and say all that is wrong with it.

    A page with problems is still returned, with what could be made of it, as long as it can be parsed
    safely; who wants only faultless pages looks at the problems. Never raises for what a page holds.
    """
    if len(data) > MAX_POLICY_BYTES:
        message = f"the file has more than {MAX_POLICY_BYTES // 1024} KiB, which is all that is read"
        return None, (_error(path, 1, "too-long", message, "split it into several pages"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (_error(path, line, "not-utf8", "the file is not UTF-8 text", "save it as UTF-8"),)
    if _NUL in text:
        line = text.count("\n", 0, text.index(_NUL)) + 1
        return None, (
            _error(path, line, "not-text", "there is a NUL character in it", "is it a Markdown file?"),
        )
    front_matter, problems = _front_matter(path, text)
    front, found = _front(path, front_matter)
    problems += found
    problems += _limits(path, front_matter, front.kind)
    if any(problem.code == "too-many-columns" for problem in problems):
        return None, tuple(problems)
    return _page(path, text, data, front_matter, front), tuple(problems)


def derived_slug(path: str, depth: int = 1) -> str:
    """Make an address from the last `depth` parts of a path; `README` stands for its folder.

    >>> derived_slug("policies/Late delivery.md"), derived_slug("team/README.md")
    ('late-delivery', 'team')
    """
    parts = list(_parts(path))
    return slug("-".join(parts[-depth:]))[:LONGEST_SLUG].strip("-") or "page"


def _parts(path: str) -> tuple[str, ...]:
    pure = PurePosixPath(path)
    stem = pure.name
    while (suffix := PurePosixPath(stem).suffix.lower()) in (".md", ".markdown", ".html"):
        stem = stem[: -len(suffix)]
    folders = tuple(part for part in pure.parent.parts if slug(part))
    if stem.lower() in _FOLDER_PAGES and folders:
        return folders
    return (*folders, stem)


def _page(path: str, text: str, data: bytes, found: FrontMatter, front: Front) -> SourcePage:
    return SourcePage(
        path=path,
        slug=front.slug or derived_slug(path),
        kind=front.kind,
        title=front.title or _heading(found.body) or _stem_in_words(path),
        owner=front.owner or None,
        tags=front.tags,
        aliases=front.aliases,
        review_every=front.review_every,
        meta=found.meta,
        meta_lines=found.lines,
        body=found.body,
        body_line=found.body_line,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
    )


def _heading(body: str) -> str:
    return plain_text(first_title(body))[:200].strip()


def _stem_in_words(path: str) -> str:
    words = re.sub(r"[\s_\-]+", " ", _parts(path)[-1]).strip()
    return (words[:1].upper() + words[1:])[:200].strip() or "Untitled"


def _front_matter(path: str, text: str) -> tuple[FrontMatter, list[Problem]]:
    try:
        return split_front_matter(text), []
    except FrontMatterError as error:
        problem = _error(path, error.line, "bad-front-matter", error.message, error.hint)
        return FrontMatter({}, {}, _BODY.sub("\n", text), 1), [problem]


def _front(path: str, found: FrontMatter) -> tuple[Front, list[Problem]]:
    front, complaints = read_front(found.meta)
    ours = "kind" in found.meta
    return front, [
        Problem(c.code, c.severity if ours else "warning", path, found.lines.get(c.key, 1), c.message, c.hint)
        for c in complaints
    ]


def _limits(path: str, found: FrontMatter, kind: Kind | None) -> list[Problem]:
    max_bytes = MAX_POLICY_BYTES if kind == "policy" else MAX_ARTICLE_BYTES
    refused = [
        _error(path, found.body_line + excess.line, excess.code, excess.message, excess.hint)
        for excess in check_limits(found.body, max_bytes)
    ]
    large = too_large_to_show(found.body)
    if large is None or refused:
        return refused
    return [Problem(large.code, "warning", path, found.body_line, large.message, large.hint)]


def _error(path: str, line: int, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code, "error", path, line, message, hint)
