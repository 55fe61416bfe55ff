"""Why a page is where it is among the hits: what matched, and every number that made its score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from kb.search.second_look import reported

How = Literal["exact", "stem", "synonym", "completion", "correction", "joined", "split"]


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the page that answers a word of the query: how, in which fields, how heavily.

    `impact` is what BM25F makes of how often it stands there, before its weight.
    """

    query: str
    word: str
    how: How
    fields: tuple[str, ...]
    weight: float
    impact: float


@dataclass(frozen=True, slots=True)
class WordScore:
    """What one word of the query adds: its rarity times the best of its matches; 0 where it has none."""

    query: str
    rarity: float
    gain: float
    matches: tuple[Match, ...]

    @property
    def adds(self) -> float:
        """What it adds to the sum."""
        return self.rarity * self.gain


@dataclass(frozen=True, slots=True)
class Bonus:
    """A measure of the second look: what it adds to the logarithm of the score is `value` times `weight`."""

    name: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """What it adds."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that made the score of one hit.

    The words are added up and multiplied by the `factors`: that is the first look. The `bonuses` of the
    second are added to its logarithm. `exactness` 2 says that the title is what was typed, 1 that it is but
    for accents or punctuation: then the page stands first whatever its score.
    """

    slug: str
    title: str
    score: float
    words: tuple[WordScore, ...]
    factors: tuple[tuple[str, float], ...]
    bonuses: tuple[Bonus, ...]
    exactness: int

    @property
    def first(self) -> float:
        """The score of the first look."""
        total = sum(word.adds for word in self.words) if self.words else 1.0
        return math.prod((total, *(factor for _, factor in self.factors)))

    def recomputed(self) -> float:
        """Return the score again, from the numbers that are shown."""
        return reported(self.first, sum(bonus.adds for bonus in self.bonuses))

    def as_json(self) -> dict[str, object]:
        """Return the fields that other programs are promised."""
        return {
            "score": self.score,
            "exactness": self.exactness,
            "words": [
                {
                    "query": word.query,
                    "rarity": round(word.rarity, 4),
                    "gain": round(word.gain, 4),
                    "matches": [
                        {
                            "word": match.word,
                            "how": match.how,
                            "fields": list(match.fields),
                            "weight": round(match.weight, 4),
                            "impact": round(match.impact, 4),
                        }
                        for match in word.matches
                    ],
                }
                for word in self.words
            ],
            "factors": {name: round(factor, 4) for name, factor in self.factors},
            "bonuses": [
                {"name": bonus.name, "value": round(bonus.value, 4), "weight": round(bonus.weight, 4)}
                for bonus in self.bonuses
            ],
        }

    def lines(self) -> list[str]:
        """Return it in words, a line a fact."""
        told = [
            f"{match.query}: {match.how} {match.word} in {', '.join(match.fields)}, "
            f"weight {match.weight:.2f} x impact {match.impact:.2f}"
            for word in self.words
            for match in word.matches
        ]
        told += [f"{word.query}: nowhere" for word in self.words if not word.matches]
        summed = " + ".join(f"{word.rarity:.2f} x {word.gain:.2f}" for word in self.words) or "1"
        factors = "".join(f" x {name} {factor:.2f}" for name, factor in self.factors)
        told.append(f"first look: ({summed}){factors} = {self.first:.3f}")
        told += [
            f"{bonus.name}: {bonus.value:.2f} x {bonus.weight:+.2f} = {bonus.adds:+.2f}"
            for bonus in self.bonuses
            if abs(bonus.adds) >= 0.005
        ]
        if self.exactness:
            told.append("its title is what was typed: before all others")
        return told
