"""One page as the index keeps it: its words as numbers, its text packed away until a hit shows it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kb.search.lexicon import DEFAULT_LANG, Lexicon, Numbering
from kb.search.tokens import exact_key, fold_text, pieces, raw_words, title_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.page import SearchPage
    from kb.search.weights import FieldWeights

IN_TITLE, IN_HEADING, IN_LABEL = 1, 2, 4
_RECORD = "\x1e"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page's words in reading order: title, labels, then heading and text of each section.

    `name_starts` says where each of its other names begins and where the last
    ends. `starts` has one row a section: where its heading's words begin and where
    its text's do. `steps` are places inside long texts, as word position and
    character offset, from which a snippet can be cut without reading it all.
    """

    slug: str
    kind: str | None
    title: str
    owner: str | None
    tags: tuple[str, ...]
    names: frozenset[str]
    folded_title: str
    tokens: NDArray[np.int32]
    title_end: int
    name_starts: NDArray[np.int32]
    starts: NDArray[np.int32]
    steps: NDArray[np.int32]
    heads: tuple[Head, ...]
    packed: bytes

    @property
    def labels_end(self) -> int:
        """Where the sections begin."""
        return int(self.name_starts[-1])

    def section_end(self, index: int) -> int:
        """Where the words of a section end."""
        return int(self.starts[index + 1, 0]) if index + 1 < len(self.starts) else len(self.tokens)

    def texts(self) -> list[str]:
        """Unpack what stands under each heading."""
        if not self.packed:
            return []
        return zlib.decompress(self.packed).decode("utf-8", "surrogatepass").split(_RECORD)


class Head(NamedTuple):
    """The heading of a section."""

    level: int
    anchor: str
    heading: str


def analyse(page: SearchPage, lexicon: Lexicon, numberings: dict[str, Numbering]) -> Entry:
    """Read one page into numbers, adding its new words to the lexicon."""
    lang = page.lang or DEFAULT_LANG
    numbering = numberings.get(lang)
    if numbering is None:
        numbering = numberings[lang] = Numbering(lexicon, lang)
    tokens = [numbering[word] for word in raw_words(page.title)]
    title_end = len(tokens)
    for tag in page.tags:
        tokens += [numbering[word] for word in raw_words(tag)]
    name_starts: list[int] = []
    for name in page.words:
        name_starts.append(len(tokens))
        tokens += [numbering[word] for word in raw_words(name)]
    labels_end = len(tokens)
    starts: list[tuple[int, int]] = []
    steps: list[tuple[int, int]] = []
    for section in page.sections:
        begin = len(tokens)
        tokens += [numbering[word] for word in raw_words(section.heading)]
        starts.append((begin, len(tokens)))
        for offset, piece in pieces(section.text):
            if offset:
                steps.append((len(tokens), offset))
            tokens += [numbering[word] for word in raw_words(piece)]
    return Entry(
        slug=page.slug,
        kind=page.kind,
        title=page.title,
        owner=page.owner,
        tags=tuple(exact_key(tag) for tag in page.tags),
        names=frozenset(filter(None, map(fold_text, page.words))),
        folded_title=title_key(page.title),
        tokens=np.array(tokens, dtype=np.int32),
        title_end=title_end,
        name_starts=np.array([*name_starts, labels_end], dtype=np.int32),
        starts=np.array(starts, dtype=np.int32).reshape(-1, 2),
        steps=np.array(steps, dtype=np.int32).reshape(-1, 2),
        heads=tuple(Head(s.level, s.anchor, s.heading) for s in page.sections),
        packed=_pack(page),
    )


def _pack(page: SearchPage) -> bytes:
    if not page.sections:
        return b""
    texts = _RECORD.join(section.text.replace(_RECORD, " ") for section in page.sections)
    return zlib.compress(texts.encode("utf-8", "surrogatepass"), 3)


def postings(
    entry: Entry, term_of: NDArray[np.int32], fields: FieldWeights
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.uint8]]:
    """Return the page's stems, the impact of each (BM25F without its idf), and the fields it stands in."""
    terms, where = np.unique(term_of[entry.tokens], return_inverse=True)
    value = np.empty(len(entry.tokens))
    flags = np.zeros(len(terms), dtype=np.uint8)
    title, labels = entry.title_end, entry.labels_end
    value[:title] = _share(fields.title, fields.b_title, title, fields.usual_title)
    value[title:labels] = _share(fields.label, fields.b_label, labels - title, fields.usual_label)
    flags[where[title:labels]] |= IN_LABEL
    flags[where[:title]] |= IN_TITLE
    edges = [*entry.starts.ravel().tolist(), len(entry.tokens)]
    headings = list(pairwise(edges))[::2]
    heading_words = sum(end - begin for begin, end in headings)
    body_words = len(entry.tokens) - labels - heading_words
    value[labels:] = _share(fields.body, fields.b_body, body_words, fields.usual_body)
    in_heading = _share(fields.heading, fields.b_heading, heading_words, fields.usual_heading)
    for begin, end in headings:
        value[begin:end] = in_heading
        flags[where[begin:end]] |= IN_HEADING
    weight = np.bincount(where, weights=value, minlength=len(terms))
    impact = weight * (fields.k1 + 1) / (weight + fields.k1)
    return terms.astype(np.int32), impact.astype(np.float32), flags


def _share(weight: float, b: float, length: int, usual: float) -> float:
    """Return what one word of a field counts: less in a field longer than usual."""
    return weight / (1 - b + b * length / usual)
