"""Labels as people write them, and the keys the engine knows them by."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys([0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF])
_SIGNS = str.maketrans(
    {
        "\u2212": "-",
        "\u2013": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2264": "<=",
        "\u2265": ">=",
        "\u00d7": "x",
    }
)
# Superscripts and fractions would turn `10²` into 102: they stay as they are and are refused as a number.
_KEPT = ("<super>", "<sub>", "<fraction>", "<circle>")


@lru_cache(maxsize=4096)
def key_of(label: str) -> str:
    """Return the key of a label: lower case, every run of other characters one `_`.

    >>> key_of("Days since  delivery"), key_of("yes/no"), key_of("Größe (cm)")
    ('days_since_delivery', 'yes_no', 'größe_cm')
    """
    return _BETWEEN_WORDS.sub("_", unicodedata.normalize("NFKC", label).translate(_INVISIBLE).lower()).strip(
        "_"
    )


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    """Return what was meant by a cell typed on a phone, in a word processor or in full width.

    Compatibility forms become ordinary ones, dashes in front of a number a minus, `≤` `≥` `×` their
    spellings in the language, every run of space one space; nothing else changes.
    """
    if text.isascii():
        return _SPACE.sub(" ", text).strip()
    folded = "".join(
        char if unicodedata.decomposition(char).startswith(_KEPT) else unicodedata.normalize("NFKC", char)
        for char in unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_SIGNS)
    )
    return _SPACE.sub(" ", folded.translate(_SIGNS)).strip()


def suggestion(written: str, labels: Iterable[str]) -> str:
    """Return the hint `did you mean …?` for the nearest of `labels`, or an empty one."""
    by_key: dict[str, str] = {}
    for label in labels:
        by_key.setdefault(key_of(label), label)
    near = difflib.get_close_matches(key_of(written)[:80], list(by_key), n=1, cutoff=0.65)
    return f"did you mean `{by_key[near[0]]}`?" if near else ""


def listed(labels: Iterable[str]) -> str:
    """Return labels as a list people read, each in backticks."""
    return ", ".join(f"`{label}`" for label in labels)
