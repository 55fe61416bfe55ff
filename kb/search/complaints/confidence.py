"""From scores to confidence: how sharp, and how much must be said before it is any of the types at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from kb.search.complaints.ridge import Fit, Matrix, Numbers

CERTAIN = 0.7
"""From this confidence on a guess is acted upon; below it the best three are offered."""

_STRANGERS = 0.2  # of what is typed, as much as a fifth of the complaints may be about nothing we know
_MOST_LOOKED_AT = 500
_USUAL = (9.0, 2.5)


@dataclass(frozen=True, slots=True)
class Confidence:
    """A softmax over the types and "none of these", whose score is always `nothing`."""

    sharpness: float = _USUAL[0]
    nothing: float = _USUAL[1]

    def of(self, scores: Matrix) -> Matrix:
        """Return the confidence in each type, by row; what is left to 1 is in none of them."""
        return np.asarray(np.exp(self._logarithms(scores)[..., :-1]))

    def _logarithms(self, scores: Matrix) -> Matrix:
        nothing = np.full((*scores.shape[:-1], 1), self.nothing)
        heights = np.concatenate((scores * self.sharpness, nothing), axis=-1)
        heights -= heights.max(axis=-1, keepdims=True)
        return np.asarray(heights - np.log(np.exp(heights).sum(axis=-1, keepdims=True)))

    @classmethod
    def fitted(cls, fit: Fit, types: Numbers, weights: Matrix) -> Confidence:
        """Choose what makes the examples, each as if unseen, likeliest.

        An example scored as if its type did not exist stands for what is none of the types. With few
        examples the usual numbers hold, for there is little to measure by.
        """
        chosen = np.arange(len(types))
        if len(types) > _MOST_LOOKED_AT:
            chosen = np.linspace(0, len(types) - 1, _MOST_LOOKED_AT).astype(np.int64)
        without = fit.untyped[chosen].copy()
        without[np.arange(len(chosen)), types[chosen]] = -9.0
        scores = np.concatenate((fit.unseen[chosen], without))
        right = np.concatenate((types[chosen], np.full(len(chosen), fit.unseen.shape[1])))
        share = np.concatenate((weights[chosen], _STRANGERS * weights[chosen]))
        best = cls()
        for step in (1.0, 0.4, 0.15):
            around = best
            tried = [
                cls(around.sharpness * np.exp(step * by), around.nothing + 2 * step * up)
                for by in np.linspace(-1, 1, 7)
                for up in np.linspace(-1, 1, 7)
            ]
            best = min(tried, key=lambda each: each._cost(scores, right, share))  # noqa: SLF001 - its own
        return best

    def _cost(self, scores: Matrix, right: Numbers, share: Matrix) -> float:
        said = self._logarithms(scores)[np.arange(len(right)), right]
        unusual = np.log(self.sharpness / _USUAL[0]) ** 2 + 0.1 * (self.nothing - _USUAL[1]) ** 2
        return float(-(share * said).sum() + 2.0 * unusual)
