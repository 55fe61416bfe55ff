"""What the customer says, heard at the desk: the complaint it sounds like, before any page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.screens import ways

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from policies import ComplaintType

_FEWEST_WORDS: Final = 3
_PERHAPS: Final = 0.2
_MOST: Final = 3

SURE: Final = "What the customer says sounds like this."
UNSURE: Final = "It may be this: ask, and pick the one that fits."


def sounds_like(app: App, actor: Actor, words: str) -> tuple[tuple[ComplaintType, ...], bool]:
    """The complaint types that these words may be, likeliest first, and whether it is certain.

    When it is certain there is one; otherwise those worth asking about, three at most. Fewer than three
    words are a search, not something said.
    """
    if len(words.split()) < _FEWEST_WORDS:
        return (), False
    guess = app.recogniser.guess(actor, words)
    kinds = {kind.key: kind for kind in ways.complaints(app, actor)}
    wanted = (
        guess.ranked[:1] if guess.certain else [one for one in guess.ranked[:_MOST] if one[1] >= _PERHAPS]
    )
    return tuple(kinds[key] for key, _ in wanted if key in kinds), guess.certain
