"""The fenced blocks of a page, by the name behind the opening fence."""

from dataclasses import dataclass
from functools import lru_cache

from kb.markup.parser import parse


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its `name`, its `text`, the `line` of its first inner line (0-based, in the body).

    `nested` says that it stands inside a list, a quotation or a box.
    """

    name: str
    text: str
    line: int
    nested: bool


@lru_cache(maxsize=256)
def fences(body: str) -> tuple[Fence, ...]:
    """Return the fenced blocks of a Markdown body, in order."""
    return tuple(
        Fence(
            (token.info.split() or [""])[0].lower(),
            token.content,
            token.map[0] + 1 if token.map else 0,
            token.level > 0,
        )
        for token in parse(body)
        if token.type == "fence"
    )
