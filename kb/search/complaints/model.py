"""The model: examples in, a guess out for whatever a customer said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.complaints.confidence import CERTAIN, Confidence
from kb.search.complaints.example import Guess
from kb.search.complaints.features import Reader, clauses
from kb.search.complaints.ridge import fit
from kb.search.complaints.vectors import Vectors
from kb.search.synonyms import NO_SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from kb.search.complaints.example import Example
    from kb.search.complaints.ridge import Matrix
    from kb.search.synonyms import Synonyms

MOST_EXAMPLES = 4000
_FEWEST_TYPES = 2


def _nothing_known(_word: str) -> bool:
    return False


class ComplaintModel:
    """Tells complaint types apart. Never changed once trained; any number of threads may ask it."""

    def __init__(
        self,
        examples: Sequence[Example],
        synonyms: Synonyms = NO_SYNONYMS,
        known: Callable[[str], bool] = _nothing_known,
    ) -> None:
        """Train on `examples`; of more than 4,000 those last in line are left out.

        `known` tells of a folded word that it is no misspelling although no example has it.
        """
        examples = [each for each in examples if each.words.strip() and each.weight > 0][:MOST_EXAMPLES]
        self.complaints = tuple(dict.fromkeys(each.complaint for each in examples))
        self._reader = Reader((each.words for each in examples), synonyms, known)
        self._weights: NDArray[np.float32] | None = None
        self._confidence = Confidence()
        if len(self.complaints) >= _FEWEST_TYPES:
            self._train(examples)

    def guess(self, words: str) -> Guess:
        """Return the complaint types that these words may be, likeliest first; never raises for what is said.

        Of a long utterance each clause is heard for itself too: what went wrong is seldom said in all of it.
        """
        whole = self._scores(words)
        if self._weights is None or whole is None:
            return Guess()
        heard = [whole, *(each for each in map(self._scores, clauses(words)) if each is not None)]
        scores = 0.5 * whole + 0.5 * np.max(heard, axis=0)
        found = self._confidence.of(scores[None, :])[0]
        order = np.argsort(-found, kind="stable")
        ranked = tuple((self.complaints[each], round(float(found[each]), 4)) for each in order.tolist())
        return Guess(ranked, certain=ranked[0][1] >= CERTAIN)

    def _train(self, examples: Sequence[Example]) -> None:
        read = [self._reader.features(each.words, mend=False) for each in examples]
        self._vectors, rows = Vectors.learnt(read)
        place = {complaint: number for number, complaint in enumerate(self.complaints)}
        types = np.array([place[each.complaint] for each in examples], dtype=np.int64)
        weights = np.array([each.weight for each in examples])
        learnt = fit(rows, types, len(place), weights)
        self._confidence = Confidence.fitted(learnt, types, weights)
        self._weights = learnt.weights

    def _scores(self, words: str) -> Matrix | None:
        """Return the score of each type, or None where nothing of what was said has ever been heard."""
        if self._weights is None:
            return None
        numbers, values = self._vectors.vector(self._reader.features(words))
        if not len(numbers):
            return None
        return np.asarray(values @ self._weights[numbers], dtype=np.float64)
