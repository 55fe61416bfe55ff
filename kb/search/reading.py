"""Reading a page into numbers: a stack of one page, and its inverted lists."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kb.search.entry import RECORD, UNIT
from kb.search.lexicon import DEFAULT_LANG, Lexicon, Numbering
from kb.search.ragged import Ragged
from kb.search.segment import BODY, HEADING, LABEL, TITLE, Postings
from kb.search.stack import Label, Stack
from kb.search.text import pack
from kb.search.tokens import exact_key, fold_text, pieces, raw_words, title_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.page import SearchPage

_MOST_COUNTED = 255
_LAST_PLACE = np.iinfo(np.uint16).max


def read(page: SearchPage, lexicon: Lexicon, numberings: dict[str, Numbering]) -> Stack:
    """Read one page, adding its new words to the lexicon."""
    lang = page.lang or DEFAULT_LANG
    number = numberings.get(lang)
    if number is None:
        number = numberings[lang] = Numbering(lexicon, lang)
    tokens = [number[word] for word in raw_words(page.title)]
    title_end = len(tokens)
    for tag in page.tags:
        tokens += [number[word] for word in raw_words(tag)]
    names: list[int] = []
    for name in page.words:
        names.append(len(tokens))
        tokens += [number[word] for word in raw_words(name)]
    names.append(len(tokens))
    sections: list[tuple[int, int, int, int]] = []
    above: list[tuple[int, int]] = []
    steps: list[tuple[int, int]] = []
    offset = in_headings = 0
    for section in page.sections:
        begin = len(tokens)
        tokens += [number[word] for word in raw_words(section.heading)]
        in_headings += len(tokens) - begin
        while above and above[-1][0] >= section.level:
            above.pop()
        sections.append((begin, len(tokens), offset, above[-1][1] if above else -1))
        above.append((section.level, len(sections) - 1))
        for inside, piece in pieces(section.text):
            if inside:
                steps.append((len(tokens), offset + inside))
            tokens += [number[word] for word in raw_words(piece)]
        offset += len(section.text) + 1
    packed, blocks = pack(RECORD.join(section.text.replace(RECORD, " ") for section in page.sections))
    return Stack(
        [_label(page)],
        np.array([[title_end, names[-1], in_headings]], dtype=np.int32),
        Ragged.of([np.array(tokens, dtype=np.int32)]),
        Ragged.of([np.array(names, dtype=np.int32)]),
        Ragged.of([np.array(sections, dtype=np.int32).reshape(-1, 4)]),
        Ragged.of([np.array(steps, dtype=np.int32).reshape(-1, 2)]),
        Ragged.of([np.frombuffer(_heads(page), dtype=np.uint8)]),
        Ragged.of([np.frombuffer(packed, dtype=np.uint8)]),
        Ragged.of([blocks]),
    )


def _label(page: SearchPage) -> Label:
    return Label(
        slug=page.slug,
        kind=page.kind,
        title=page.title,
        owner=page.owner,
        tags=tuple(exact_key(tag) for tag in page.tags),
        names=frozenset(filter(None, map(fold_text, page.words))),
        folded_title=title_key(page.title),
        stamp=page.stamp,
    )


def _heads(page: SearchPage) -> bytes:
    heads = (_plain(section.anchor) + UNIT + _plain(section.heading) for section in page.sections)
    return RECORD.join(heads).encode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    return text.replace(RECORD, " ").replace(UNIT, " ")


def postings(stack: Stack, row: int, term_of: NDArray[np.int32]) -> Postings:
    """Return the stems of a page: how often each stands in title, headings, labels and texts, and where.

    A stem is counted, and its places kept, up to 255 times a field; places end with the 65,535th word.
    """
    tokens, sections = stack.tokens.row(row), stack.sections.row(row)
    title_end, labels_end, _ = stack.bounds[row].tolist()
    terms, where = np.unique(term_of[tokens], return_inverse=True)
    field = np.full(len(tokens), BODY, dtype=np.int64)
    field[:labels_end] = LABEL
    field[:title_end] = TITLE
    edges = [*sections[:, :2].ravel().tolist(), len(tokens)]
    for begin, end in list(pairwise(edges))[::2]:
        field[begin:end] = HEADING
    key = where * 4 + field
    counts = np.bincount(key, minlength=4 * len(terms))
    order = np.argsort(key, kind="stable")
    nth = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = order[(nth < _MOST_COUNTED) & (order < _LAST_PLACE)]
    stem = where[order]
    order = order[np.lexsort((order, stem))]
    return Postings(
        terms.astype(np.int32),
        np.minimum(counts, _MOST_COUNTED).astype(np.uint8).reshape(-1, 4).T,
        np.bincount(stem, minlength=len(terms)).astype(np.int32),
        order.astype(np.uint16),
    )
