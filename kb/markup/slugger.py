"""One way to make an anchor or an address out of words, used by headings, pages and links alike."""

import re
import unicodedata

_DROPPED = re.compile(r"[^\w\- ]")
_EDGES = "-_ "
_RUNS = re.compile(r"[^\w]+|_+")


def anchor(text: str) -> str:
    """Make the anchor of a heading, the way GitHub does: lower case, spaces to hyphens, marks dropped.

    Letters of every script are kept. Never empty, and never begins with `_`, so that no heading can take a
    name that a browser or a framework keeps for itself.

    >>> anchor("What we do: 30 days")
    'what-we-do-30-days'
    """
    text = unicodedata.normalize("NFC", text).strip().lower()
    return _DROPPED.sub("", text).replace(" ", "-").lstrip("_") or "section"


def slug(text: str) -> str:
    """Make the address of a page: words in lower case with single hyphens between them; may be empty.

    >>> slug("Arrived damaged (v2).final")
    'arrived-damaged-v2-final'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFC", text)
    return _RUNS.sub("-", text).strip("-")


class Anchors:
    """The anchors given out on one page: the second `details` becomes `details-1`, and so on.

    Each repetition costs one step, however many headings share a name.
    """

    def __init__(self) -> None:
        """Begin a page on which no anchor is taken."""
        self._taken: dict[str, int] = {}

    def take(self, text: str) -> str:
        """Return the anchor for the next heading that reads `text`."""
        first = found = anchor(text)
        while found in self._taken:
            self._taken[first] += 1
            found = f"{first}-{self._taken[first]}"
        self._taken[found] = 0
        return found
