"""What was once parsed out of pages, kept in a file so that a start need not parse them again.

A page is recalled only by its path and the digest of its very text, and only by
the program that parsed it: what the text does not say is not in the file.
"""

import hashlib
import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import kb.markup
import kb.sources
from kb.search.container import Unreadable, read, write
from kb.sources.source_page import SourcePage

_DATE = "$date"
_MOST_UNSAVED = 100


@dataclass(frozen=True, slots=True)
class Gist:
    """What the catalogue needs of a page beyond its front matter; `minutes` to read it."""

    summary: str
    minutes: int
    hrefs: tuple[str, ...]


class ParsedPages:
    """A file of parsed pages, one string a page; only those recalled or kept since it was read stay in it."""

    def __init__(self, file: Path) -> None:
        """Use `file`, which need not be there."""
        self._file = file
        self._lock = threading.Lock()
        self._new: dict[str, str] = {}
        self._used: dict[str, str] = {}
        try:
            self._old: dict[str, str] = read(file, _program())[0]
        except Unreadable:
            self._old = {}

    def recall(self, path: str, sha256: str, text: str) -> tuple[SourcePage, Gist] | None:
        """Return what was parsed of this text, None where it was not."""
        key = f"{sha256} {path}"
        with self._lock:
            known = self._new.get(key) or self._used.get(key) or self._old.get(key)
            if known is None:
                return None
            self._used[key] = known
        return _restored(known, path, sha256, text)

    def keep(self, page: SourcePage, gist: Gist) -> None:
        """Remember a page; one that could not be told again exactly is left to be parsed each time."""
        told = json.dumps(_plain(page, gist), default=_dated)
        if _restored(told, page.path, page.sha256, page.text) == (page, gist):
            with self._lock:
                self._new[f"{page.sha256} {page.path}"] = told

    def save(self, *, soon: bool = False) -> None:
        """Write the file where much is new; with `soon` false, only where very much is.

        A folder that cannot be written to costs the next start some time, and nothing else.
        """
        with self._lock:
            if len(self._new) <= (len(self._used) // 20 if soon else _MOST_UNSAVED):
                return
            self._used |= self._new
            self._old, self._new = {}, {}
            with suppress(OSError):
                write(self._file, _program(), self._used, {})


@cache
def _program() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for package in (kb.markup, kb.sources):
        for file in sorted(Path(str(package.__file__)).parent.glob("*.py")):
            digest.update(file.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def _plain(page: SourcePage, gist: Gist) -> dict[str, Any]:
    head = (page.slug, page.kind, page.title, page.owner, page.tags, page.aliases, page.review_every)
    return {
        "head": head,
        "meta": page.meta,
        "lines": page.meta_lines,
        "body": (page.body_line, len(page.body)),
        "gist": (gist.summary, gist.minutes, gist.hrefs),
    }


def _restored(told: str, path: str, sha256: str, text: str) -> tuple[SourcePage, Gist]:
    found = json.loads(told, object_hook=_undated)
    slug, kind, title, owner, tags, aliases, review_every = found["head"]
    line, length = found["body"]
    whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    summary, minutes, hrefs = found["gist"]
    page = SourcePage(
        path=path,
        slug=slug,
        kind=kind,
        title=title,
        owner=owner,
        tags=tuple(tags),
        aliases=tuple(aliases),
        review_every=review_every,
        meta=found["meta"],
        meta_lines=found["lines"],
        body=whole[len(whole) - length :],
        body_line=line,
        sha256=sha256,
        text=text,
    )
    return page, Gist(summary, minutes, tuple(hrefs))


def _dated(value: object) -> object:
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    raise TypeError(f"`{type(value).__name__}` is not kept")


def _undated(found: dict[str, Any]) -> object:
    return date.fromisoformat(found[_DATE]) if found.keys() == {_DATE} else found
