"""Small turns of phrase: a list in words, a label in the middle of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """Put words in a row.

    >>> listed(["photo", "tier", "order value"]), listed(["photo"]), listed([])
    ('photo, tier and order value', 'photo', '')
    """
    row = list(words)
    return ", ".join(row[:-1]) + " and " + row[-1] if len(row) > 1 else "".join(row)


def lowered(label: str) -> str:
    """A label in the middle of a sentence; abbreviations keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "minute"), counted(3, "minute")
    ('1 minute', '3 minutes')
    """
    return f"{number} {what}" + ("" if number == 1 else "s")
