"""What the recogniser learns from, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Words that stand for a complaint type; `weight` is how much it counts beside a phrase of ours."""

    words: str
    complaint: str
    weight: float = 1.0


_ALL_TELLING = 3
_MOST_TIMES = 3


def confirmed_case(words: str, complaint: str, times: int = 1) -> Example:
    """Return the example that a confirmed case makes.

    Of a long tale little is the complaint, and the rest of it would teach that wardrobes are late: the more
    words, the less it counts. What was confirmed again counts more, up to three times.
    """
    count = max(1, len(words.split()))
    return Example(words, complaint, min(times, _MOST_TIMES) * min(1.0, _ALL_TELLING / count))


@dataclass(frozen=True, slots=True)
class Guess:
    """Complaint types with their confidence, likeliest first; what is left to 1 is "none of these".

    Only where `certain` is it a guess to act upon; otherwise the first three are choices to offer.
    """

    ranked: tuple[tuple[str, float], ...] = ()
    certain: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The complaint types to offer when it is not certain."""
        return tuple(complaint for complaint, _ in self.ranked[:3])
