"""Hidden characters: those that a reader of a page does not see, or that turn around what he does see.

Overrides of the direction of writing are refused: with one, a cell shows another limit than the engine reads.
Characters without width are left out when a page is read, as those that come with a paste are harmless; yet
two labels may look alike and not be, so the author is told. Joiners belong to words of some scripts and to
pictographs, so they are told of only next to plain letters, digits and spaces.
"""

from __future__ import annotations

import re
import unicodedata

TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_WIDTHLESS = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u3164\ufeff\uffa0]"
    r"|(?:(?<=[\x00-\x7f])|(?<![\s\S]))[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f]|$)"
)


def turning_character(text: str) -> str:
    """Return the first character that overrides the direction of writing, by name, or nothing."""
    return "" if text.isascii() else _named(TURNING.search(text))


def widthless_character(text: str) -> str:
    """Return the first character without width that no script needs where it stands, by name, or nothing."""
    return "" if text.isascii() else _named(_WIDTHLESS.search(text))


def _named(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return f"{unicodedata.name(found[0], 'a character').lower()} (U+{ord(found[0]):04X})"
