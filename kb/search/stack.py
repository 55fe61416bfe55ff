"""Many pages in columns: their words as numbers, their texts packed, nothing an object of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from kb.search.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Label:
    """What a page is called and filed under. `stamp` is its source's, as it was given."""

    slug: str
    kind: str | None
    title: str
    owner: str | None
    tags: tuple[str, ...]
    names: frozenset[str]
    folded_title: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Pages by number.

    `tokens` are a page's words in reading order: title, labels, then heading
    and text of each section. `bounds` has a row a page: where its title ends,
    where its labels do, and how many of its words stand in headings. `names`
    says where each of its other names begins and where the last ends.
    `sections` has a row a section: where its heading begins and where its text
    does, as words; where its text does, as a character; which section it is a
    part of (-1: none). `steps` are more places inside long texts, as word and
    character. `heads` are the headings, `texts` the packed texts, `blocks` where
    each of their blocks ends.
    """

    labels: list[Label]
    bounds: NDArray[np.int32]
    tokens: Ragged
    names: Ragged
    sections: Ragged
    steps: Ragged
    heads: Ragged
    texts: Ragged
    blocks: Ragged

    def __len__(self) -> int:
        return len(self.labels)

    @classmethod
    def joined(cls, parts: Sequence[Stack]) -> Stack:
        """Put the pages of several stacks into one; there must be one stack at least."""
        return cls(
            [label for part in parts for label in part.labels],
            np.concatenate([part.bounds for part in parts]),
            *(Ragged.joined(column) for column in zip(*(part.ragged for part in parts), strict=True)),
        )

    @classmethod
    def empty(cls) -> Stack:
        """Return a stack of no page."""
        nothing = Ragged(np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))
        packed = Ragged(np.zeros(0, dtype=np.uint8), nothing.at)
        rows = Ragged(np.zeros((0, 4), dtype=np.int32), nothing.at)
        steps = Ragged(np.zeros((0, 2), dtype=np.int32), nothing.at)
        bounds = np.zeros((0, 3), dtype=np.int32)
        return cls([], bounds, nothing, nothing, rows, steps, packed, packed, nothing)

    @property
    def ragged(self) -> tuple[Ragged, ...]:
        """The columns whose rows differ in length, in the order of the fields."""
        return self.tokens, self.names, self.sections, self.steps, self.heads, self.texts, self.blocks

    def kept(self, pages: NDArray[np.bool_]) -> Stack:
        """Return only the pages that are marked."""
        if pages.all():
            return self
        labels = list(compress(self.labels, pages.tolist()))
        return Stack(labels, self.bounds[pages], *(column.kept(pages) for column in self.ragged))

    def field_lengths(self) -> NDArray[np.int32]:
        """Return a column a page: the words of its title, headings, labels and texts."""
        title, labels, in_headings = self.bounds.T
        body = np.diff(self.tokens.at).astype(np.int32) - labels - in_headings
        return np.stack((title, in_headings, labels - title, body))

    def narrowed(self, words: int) -> Stack:
        """Return the same pages with word numbers in two bytes each, where that is enough for `words`."""
        if words > np.iinfo(np.uint16).max or self.tokens.values.dtype == np.uint16:
            return self
        tokens = Ragged(self.tokens.values.astype(np.uint16), self.tokens.at)
        return Stack(self.labels, self.bounds, tokens, *self.ragged[1:])
