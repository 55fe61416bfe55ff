"""Where an attachment may lie, and which of them an address in a page means."""

import posixpath
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from kb.library.attachments.inspecting import AttachmentRefused

LONGEST_PATH = 1000
LONGEST_NAME = 255
_PAGES = (".md", ".markdown")


def check_path(path: str) -> str:
    """Return `path` if an attachment may lie there: relative, plain, and no page's.

    Raises:
        AttachmentRefused: with `bad-path`, saying why not.
    """
    if not path or len(path) > LONGEST_PATH:
        raise _bad(path, f"a path has 1 to {LONGEST_PATH} characters")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in path) or "\\" in path:
        raise _bad(path, "there is a backslash or a control character in it")
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.startswith(".") for part in parts):
        raise _bad(path, "it must be relative, and no part of it may be empty or begin with a dot")
    if any(len(part.encode()) > LONGEST_NAME for part in parts):
        raise _bad(path, f"a name in it has more than {LONGEST_NAME} bytes")
    if PurePosixPath(path).suffix.lower() in _PAGES:
        raise _bad(path, "that is a page's name")
    return path


def candidates(page_path: str, href: str) -> Iterator[str]:
    """Yield the paths that `href`, as written in the page at `page_path`, may mean, the likeliest first.

    An address that begins with `/` means the root of the site that the page was written for: the library, or
    one of the folders above the page.
    """
    seen: set[str] = set()
    for written in _readings(href):
        if written.startswith("/"):
            above = ["", *_folders_above(page_path)]
            found = [posixpath.join(folder, written.lstrip("/")) for folder in above]
        else:
            found = [posixpath.join(posixpath.dirname(page_path), written)]
        for path in (posixpath.normpath(each) for each in found):
            for form in (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path)):
                if form not in seen and not form.startswith(("../", "/")) and form not in (".", ".."):
                    seen.add(form)
                    yield form


def _readings(href: str) -> Iterator[str]:
    """Yield `href` with and without what follows `?` or `#`, encoded or not: names hold those signs too."""
    for text in dict.fromkeys((href, unquote(href))):
        plain = text.partition("#")[0].partition("?")[0]
        yield from (each for each in dict.fromkeys((text, plain)) if each and len(each) <= LONGEST_PATH)


def _folders_above(page_path: str) -> list[str]:
    parts = page_path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _bad(path: str, why: str) -> AttachmentRefused:
    return AttachmentRefused("bad-path", f"nothing can lie at `{path[:120]}`: {why}")
