"""The writer's side: pages in, snapshots out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kb.search.lexicon import Lexicon, Numbering
from kb.search.reading import postings, read
from kb.search.segment import Postings, Segment
from kb.search.snapshot import Snapshot
from kb.search.stack import Stack
from kb.search.titles import Titles
from kb.search.vocabulary import Shelf, Vocabulary
from kb.search.weights import FIELDS, STANDING, FieldWeights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kb.search.page import SearchPage
    from kb.search.stack import Label

# The lists of so many changed pages are made anew with each change, those of so many are kept apart;
# then all lists are laid out anew.
MOST_FRESH = 32
MOST_CHANGED = 512
_STACKED_AT_ONCE = 256


class Laid(NamedTuple):
    """By word in how many pages it is, and in how many titles."""

    pages: NDArray[np.int32]
    titles: NDArray[np.int32]


class Library:
    """Makes each snapshot from the last. Only the writer holds it, and only one at a time."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon()
        self._numbers: dict[str, int] = {}
        self._fresh: list[tuple[int, Postings]] = []
        self._base_words = 0

    def filled_with(self, pages: Iterable[SearchPage]) -> Snapshot:
        """Return the first snapshot, of `pages`; of two with the same slug the later stays."""
        numberings: dict[str, Numbering] = {}
        rows: list[tuple[int, Postings]] = []
        few, stacks = [Stack.empty()], [Stack.empty()]
        terms = self._lexicon.term_of
        last: dict[str, int] = {}
        for number, page in enumerate(pages):
            stack = read(page, self._lexicon, numberings)
            rows.append((number, postings(stack, 0, terms.view())))
            last[page.slug] = number
            few.append(stack)
            if len(few) > _STACKED_AT_ONCE:
                stacks.append(Stack.joined(few))
                few = [Stack.empty()]
        stack = Stack.joined([*stacks, *few])
        stays = np.zeros(len(stack), dtype=np.bool_)
        stays[list(last.values())] = True
        base = Segment.build(rows)
        if not stays.all():
            base, stack = Segment.merged((base,), _numbers(stays)), stack.kept(stays)
        return self.laid_out(stack.narrowed(len(self._lexicon.words)), base)

    def laid_out(self, stack: Stack, base: Segment, used: Laid | None = None) -> Snapshot:
        """Return the first snapshot of pages that were read already; `used` where it was counted already."""
        self._numbers = {label.slug: number for number, label in enumerate(stack.labels)}
        self._base_words = len(self._lexicon.words)
        with_term = np.zeros(len(self._lexicon.terms), dtype=np.int32)
        with_term[: len(base.begins) - 1] = np.diff(base.begins)
        with_word, in_title = used or _words_used(stack, self._base_words)
        lengths = stack.field_lengths()
        return Snapshot(
            lexicon=self._lexicon,
            vocabulary=self._arranged(),
            base=stack,
            recent=(),
            alive=np.ones(len(stack), dtype=np.bool_),
            segments=(base,),
            pages_with_term=with_term,
            pages_with_word=with_word,
            titles_with_word=in_title,
            titles=Titles.of((label.folded_title, n) for n, label in enumerate(stack.labels)),
            standing=_standing(stack.labels),
            bounds=stack.bounds,
            lengths=lengths,
            shares=_shares(lengths, np.ones(len(stack), dtype=np.bool_)),
            count=len(stack),
        )

    def with_page(self, last: Snapshot, page: SearchPage) -> Snapshot:
        """Return `last` with this page in it, in the place of one with the same slug."""
        last = self.without(last, page.slug)
        if len(last.recent) >= MOST_CHANGED:
            last = self.merged(last)
        stack = read(page, self._lexicon, {})
        number = len(last.alive)
        self._numbers[page.slug] = number
        rows = postings(stack, 0, self._lexicon.term_of.view())
        self._fresh.append((number, rows))
        known = len(self._lexicon.words)
        tokens, label = stack.tokens.values, stack.labels[0]
        lengths = np.concatenate((last.lengths, stack.field_lengths()), axis=1)
        alive = np.append(last.alive, np.True_)
        return replace(
            last,
            vocabulary=Vocabulary(
                last.vocabulary.base, Shelf.arrange(self._lexicon, self._base_words, known)
            ),
            recent=(*last.recent, stack),
            alive=alive,
            segments=self._segments(last),
            pages_with_term=_counted(last.pages_with_term, rows.terms, 1, len(self._lexicon.terms)),
            pages_with_word=_counted(last.pages_with_word, np.unique(tokens), 1, known),
            titles_with_word=_counted(last.titles_with_word, _title_words(stack, 0), 1, known),
            titles=last.titles.added(label.folded_title, number),
            standing=np.append(last.standing, _standing([label])),
            bounds=np.concatenate((last.bounds, stack.bounds)),
            lengths=lengths,
            shares=_shares(lengths, alive),
            count=last.count + 1,
        )

    def without(self, last: Snapshot, slug: str) -> Snapshot:
        """Return `last` without the page of this slug."""
        number = self._numbers.pop(slug, None)
        if number is None:
            return last
        entry, old = last.entry(number), len(last.base)
        stack, row = (last.base, number) if number < old else (last.recent[number - old], 0)
        alive = last.alive.copy()
        alive[number] = False
        words = np.unique(entry.tokens)
        terms = np.unique(self._lexicon.term_of.view()[words])
        return replace(
            last,
            alive=alive,
            pages_with_term=_counted(last.pages_with_term, terms, -1),
            pages_with_word=_counted(last.pages_with_word, words, -1),
            titles_with_word=_counted(last.titles_with_word, _title_words(stack, row), -1),
            titles=last.titles.removed(entry.label.folded_title, number),
            shares=_shares(last.lengths, alive),
            count=last.count - 1,
        )

    def _segments(self, last: Snapshot) -> tuple[Segment, ...]:
        """Return the lists, the fresh pages' too; now and then these join those set apart."""
        apart = last.segments[1] if len(last.segments) > 1 else Segment.build([])
        fresh = Segment.build(self._fresh)
        if len(self._fresh) < MOST_FRESH:
            return last.segments[0], apart, fresh
        self._fresh = []
        same = np.arange(len(last.alive) + 1, dtype=np.int32)
        return last.segments[0], Segment.merged((apart, fresh), same)

    def merged(self, last: Snapshot) -> Snapshot:
        """Return the same library with no page set apart, and those gone left out."""
        alive, old = last.alive, len(last.base)
        if len(alive) == old and alive.all():
            return last
        number = _numbers(alive)
        recent = [stack for stack, lives in zip(last.recent, alive[old:].tolist(), strict=True) if lives]
        stack = Stack.joined([last.base.kept(alive[:old]), *recent])
        self._numbers = {slug: int(number[was]) for slug, was in self._numbers.items()}
        self._fresh = []
        self._base_words = len(self._lexicon.words)
        return replace(
            last,
            vocabulary=self._arranged(),
            base=stack.narrowed(self._base_words),
            recent=(),
            alive=np.ones(len(stack), dtype=np.bool_),
            segments=(Segment.merged(last.segments, number),),
            titles=Titles.of((title, int(number[was])) for title, was in last.titles.order),
            standing=last.standing[alive],
            bounds=last.bounds[alive],
            lengths=last.lengths[:, alive],
            shares=last.shares[:, alive],
        )

    def _arranged(self) -> Vocabulary:
        known = len(self._lexicon.words)
        return Vocabulary(
            Shelf.arrange(self._lexicon, 0, self._base_words),
            Shelf.arrange(self._lexicon, self._base_words, known),
        )


def _numbers(stays: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.where(stays, np.cumsum(stays) - 1, -1).astype(np.int32)


def _counted(
    counts: NDArray[np.int32], numbers: NDArray[np.int32], change: int, size: int | None = None
) -> NDArray[np.int32]:
    new = np.zeros(size or len(counts), dtype=np.int32)
    new[: len(counts)] = counts
    new[numbers] += change
    return new


def _words_used(stack: Stack, words: int) -> Laid:
    pages, titles = np.zeros((2, words), dtype=np.int32)
    for row in range(len(stack)):
        pages[np.unique(stack.tokens.row(row))] += 1
        titles[_title_words(stack, row)] += 1
    return Laid(pages, titles)


def _title_words(stack: Stack, row: int) -> NDArray[np.int32]:
    return np.unique(stack.tokens.row(row)[: stack.bounds[row, 0]])


def _standing(labels: Iterable[Label]) -> NDArray[np.float32]:
    return np.array([STANDING.get(label.kind or "", 1.0) for label in labels], dtype=np.float32)


def _shares(
    lengths: NDArray[np.int32], alive: NDArray[np.bool_], fields: FieldWeights = FIELDS
) -> NDArray[np.float32]:
    """Return what one word counts by page and field: less in a field longer than usual here.

    What is usual is the library's average, which a library of few pages has
    hardly any of: there it leans on what is usual elsewhere.
    """
    totals = np.array([int(column[alive].sum()) for column in lengths], dtype=np.float64)
    usual = (fields.prior * np.array(fields.usual) + totals) / (fields.prior + int(alive.sum()))
    b = np.array(fields.b)
    share = np.array(fields.weight)[:, None] / ((1 - b)[:, None] + (b / usual)[:, None] * lengths)
    return share.astype(np.float32)
