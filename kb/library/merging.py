"""Three-way merges: what two people made of one text, put together where they changed different lines."""

import re
import tempfile
from dataclasses import dataclass

YOURS, THEIRS = "Yours", "Theirs"
_OPENING = re.compile(rf"^<{{7}} {YOURS}\r?$", re.MULTILINE)
_MARKERS = re.compile(rf"^(?:<{{7}} {YOURS}|>{{7}} {THEIRS})\r?$", re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_SHIFT = 0x100000
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_STANDS_FOR = re.compile(f"[{chr(_SHIFT)}{chr(_SHIFT + 0xD800)}-{chr(_SHIFT + 0xDFFF)}]")


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text; where it is not `clean`, each of its `conflicts` stands between markers, both texts
    in full: `<<<<<<< Yours`, `=======`, `>>>>>>> Theirs`, each on a line of its own.
    """

    text: str
    clean: bool
    conflicts: int


def merge3way(base: str, mine: str, theirs: str) -> Merged:
    """Put together what `mine` and `theirs` each made of `base`.

    The merging is git's own, by lines. Lines keep their ends; where the three texts do not agree in them (one
    was saved on another system), the ends of whichever side changed them are taken for all. Nothing of either
    side is ever left out: what cannot be decided is between markers.
    """
    if mine in (base, theirs):
        return Merged(theirs, clean=True, conflicts=0)
    if theirs == base:
        return Merged(mine, clean=True, conflicts=0)
    ends = _ends(base, mine, theirs)
    if ends is not None:
        base, mine, theirs = (_LINE_END.sub("\n", text) for text in (base, mine, theirs))
    merged, clean = _merged(base, mine, theirs)
    conflicts = 0 if clean else len(_OPENING.findall(merged)) - len(_OPENING.findall(mine))
    text = merged if ends in (None, "\n") else merged.replace("\n", ends or "\n")
    return Merged(text, clean, max(conflicts, 0 if clean else 1))


def marker_lines(text: str) -> tuple[int, ...]:
    """Return the lines (1-based) on which a merge left a marker that nobody has resolved."""
    return tuple(text.count("\n", 0, found.start()) + 1 for found in _MARKERS.finditer(text))


def _merged(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Merge also what git takes for no text, by other characters in its place."""
    whole = base + mine + theirs
    if not _NO_TEXT.search(whole):
        return _by_git(base, mine, theirs)
    if _STANDS_FOR.search(whole):
        return f"<<<<<<< {YOURS}\n{mine}\n=======\n{theirs}\n>>>>>>> {THEIRS}\n", False
    texts = (_NO_TEXT.sub(lambda found: chr(_SHIFT + ord(found[0])), text) for text in (base, mine, theirs))
    merged, clean = _by_git(*texts)
    return _STANDS_FOR.sub(lambda found: chr(ord(found[0]) - _SHIFT), merged), clean


def _by_git(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    import pygit2  # noqa: PLC0415 - slow to load, and few commands merge

    texts = [text.encode("utf-8") for text in (base, mine, theirs)]
    with tempfile.TemporaryDirectory(prefix="carebook-merge-") as place:
        repository = pygit2.init_repository(place, bare=True)
        before, yours, theirs_ = (
            pygit2.IndexEntry(name, repository.create_blob(text), pygit2.enums.FileMode.BLOB)
            for name, text in zip(("Before", YOURS, THEIRS), texts, strict=True)
        )
        try:
            result = repository.merge_file_from_index(before, yours, theirs_)
        except RuntimeError:  # pygit2's way of saying that nothing is left, and so no marker either
            return "", True
        finally:
            repository.free()
    return result.contents, bool(result.automergeable)


def _ends(base: str, mine: str, theirs: str) -> str | None:
    """Return the line end that all lines are to have, or None where each may keep its own."""
    styles = [frozenset(_LINE_END.findall(text)) for text in (base, mine, theirs)]
    if styles[0] == styles[1] == styles[2] != {"\r"}:
        return None
    changed = mine if styles[1] != styles[0] and styles[1] else theirs
    counts = {end: len(re.findall(rf"(?:{pattern})", changed)) for end, pattern in _PATTERNS.items()}
    return max(counts, key=lambda end: counts[end])


_PATTERNS = {"\n": r"(?<!\r)\n", "\r\n": r"\r\n", "\r": r"\r(?!\n)"}
