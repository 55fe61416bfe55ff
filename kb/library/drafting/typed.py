"""What was typed, as bytes that every database keeps: also what could never be a page."""

import hashlib
import unicodedata

from kb.library.drafting.errors import TooLarge
from kb.markup import FrontMatterError, first_title, plain_text, split_front_matter
from kb.sources.front import read_front

LONGEST_DRAFT = 16 * 1024 * 1024
_LONGEST_TITLE = 200


def as_bytes(text: str) -> bytes:
    """Return the bytes under which a draft is kept; a lone surrogate is let through.

    Raises:
        TooLarge: it is more than 16 MiB.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > LONGEST_DRAFT:
        raise TooLarge(f"a draft holds at most {LONGEST_DRAFT // 1024 // 1024} MiB; nothing was changed")
    return data


def as_text(data: bytes) -> str:
    """Return the text that was typed."""
    return data.decode("utf-8", "surrogatepass")


def digest(data: bytes) -> str:
    """Return the hex SHA-256 by which a text is known; of a page it is the same as its revision's."""
    return hashlib.sha256(data).hexdigest()


def one_line(text: str, longest: int) -> str:
    """Return a remark fit to be kept and shown: no control characters, no lone surrogates, not endless."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(" " if unicodedata.category(char) == "Cc" else char for char in plain)
    return " ".join(kept.split())[:longest]


def several_lines(text: str, longest: int) -> str:
    """Return a comment fit to be kept and shown, with its line breaks."""
    return "\n".join(one_line(line, longest) for line in text.splitlines()).strip()[:longest]


def kind_and_title(text: str) -> tuple[str, str]:
    """Return the kind and the title that a text gives itself, "" where it gives none that can be read."""
    try:
        found = split_front_matter(text)
    except (FrontMatterError, UnicodeError):
        return "", ""
    front, _ = read_front(found.meta)
    title = front.title or plain_text(first_title(found.body))
    return front.kind or "", one_line(title, _LONGEST_TITLE)
