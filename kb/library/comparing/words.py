"""Pieces of text compared: what stays, what goes, what comes, in the order of reading."""

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeVar

Change = Literal["same", "old", "new"]
Opcode = tuple[str, int, int, int, int]

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000

H = TypeVar("H", bound=Hashable)


def pieces(text: str) -> list[str]:
    """Cut a text into words, runs of space, and single marks; joined, they are the text again."""
    return _PIECE.findall(text)


def opcodes(old: Sequence[H], new: Sequence[H]) -> list[Opcode]:
    """Return how to make `new` of `old`, as `difflib` says it; what is equal at both ends costs nothing.

    What is too long to be compared piece by piece within about a second counts as replaced.
    """
    start, end = _ends(old, new)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
    if len(middle_old) * len(middle_new) > _MOST_PAIRS and len(set(middle_old)) < len(middle_old) // 2:
        found.append(("replace", start, len(old) - end, start, len(new) - end))
    elif middle_old or middle_new:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        found += [
            (tag, a + start, b + start, c + start, d + start) for tag, a, b, c, d in matcher.get_opcodes()
        ]
    if end:
        found.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def changes(old: Sequence[H], new: Sequence[H]) -> Iterator[tuple[Change, Sequence[H]]]:
    """Yield runs of pieces: those of both (as they are in `new`), those that went, those that came."""
    for tag, a, b, c, d in opcodes(old, new):
        if tag == "equal":
            yield "same", new[c:d]
            continue
        if b > a:
            yield "old", old[a:b]
        if d > c:
            yield "new", new[c:d]


def alike(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """Return how much of two sequences is the same whatever the order, from 0 to 1."""
    return SequenceMatcher(None, old, new, autojunk=False).quick_ratio()


def _ends(old: Sequence[H], new: Sequence[H]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    return start, end
