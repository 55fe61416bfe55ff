"""The names of an export's files: those of the library's paths, wherever every system can hold them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from kb.library.exchanging.archives import folded

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 255


def file_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the file for each path of the library: its own, unless some system could not hold it.

    Two paths that differ in capitals or in the form of their accents alone are told apart by a number; what
    may not stand in a name on every system is replaced.
    """
    wanted = sorted(set(paths))
    files: set[str] = set()
    folders: set[str] = set()
    names: dict[str, str] = {}
    plain = [path for path in wanted if portable(path) == path]
    for path in (*plain, *(path for path in wanted if portable(path) != path)):
        name = names[path] = _free(portable(path), files, folders)
        files.add(folded(name))
        folders |= set(_above(folded(name)))
    return names


def portable(path: str) -> str:
    """Return `path` with whatever some system could not hold replaced by `_`."""
    parts = [_part(part) for part in path.split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "page.md"


def _part(part: str) -> str:
    part = _UNFIT.sub("_", part)
    part = re.sub(r"^\.|[. ]$", "_", part)
    part = f"_{part}" if _DEVICES.fullmatch(part) else part
    if len(part.encode()) <= _LONGEST:
        return part
    suffix = PurePosixPath(part).suffix
    suffix = suffix if len(suffix.encode()) < 20 else ""
    return part.encode()[: _LONGEST - len(suffix.encode())].decode("utf-8", "ignore") + suffix


def _free(name: str, files: set[str], folders: set[str]) -> str:
    for candidate in _numbered(name, len(files) + 2):
        key = folded(candidate)
        if key not in files and key not in folders and not files.intersection(_above(key)):
            return candidate
    raise AssertionError("of so many names one is free")


def _numbered(name: str, most: int) -> Iterator[str]:
    """Yield `a/b.md`, `a/b-2.md` and so on, then with the folder numbered, should a file be in its place."""
    pure = PurePosixPath(name)
    yield name
    for n in range(2, most + 2):
        yield str(pure.with_name(f"{pure.stem[:200]}-{n}{pure.suffix}"))
    for n in range(2, most + 2):
        yield f"{'-'.join(pure.parts[:-1])[:200] or 'page'}-{n}/{pure.name}"


def _above(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]
