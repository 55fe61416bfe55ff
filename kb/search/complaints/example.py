"""What the recogniser learns from, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Words that stand for a complaint type; `weight` is how much one counts beside a confirmed case."""

    words: str
    complaint: str
    weight: float = 1.0


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
