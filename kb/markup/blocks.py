"""The live blocks of a page as they are written, and what they add to its reading."""

from functools import lru_cache

from kb.markup.live import FROM_ELSEWHERE, name_of
from kb.markup.parser import parse

WORDS_OF_ONE = 80
"""About how many words a reader meets in place of one block that shows something from elsewhere."""


@lru_cache(maxsize=256)
def blocks(body: str) -> tuple[tuple[str, str, int], ...]:
    """Return the (name, content, line) of each live block of a body; lines are 0-based."""
    return tuple(
        (name, token.content, token.map[0] if token.map else 0)
        for token in parse(body)
        if (name := name_of(token))
    )


def transcluded_words(body: str) -> int:
    """Return about how many words of a page come from elsewhere when it is read."""
    return WORDS_OF_ONE * sum(name in FROM_ELSEWHERE for name, _, _ in blocks(body))
