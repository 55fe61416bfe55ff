"""Measures by hand how search grows with the library.

    python tests/bench/search_growth.py CORPUS.jsonl.gz QUERIES/ [--pages N …] [--limit N]

Larger libraries than the corpus are made of it and of altered copies: in each copy some words of a page are
swapped for others of the corpus, so that it has near-duplicates and more words, as large libraries do.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from search import Part, measure, read_corpus, read_queries, resident_mb, say, time_changes  # noqa: E402

from kb.search import SearchIndex, SearchPage  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (2_000, 5_000, 10_000, 50_000)


def library(corpus: Path, size: int) -> Iterator[SearchPage]:
    """Yield `size` pages: the corpus, and then altered copies of it."""
    chance, made, copy = random.Random(5), 0, 0  # noqa: S311 - the same each time
    words: list[str] = []
    while made < size:
        for page in read_corpus(corpus, cut=False):
            if made == size:
                return
            if copy == 0 and made % 50 == 0:
                words += page.sections[0].text.split()[:40]
            made += 1
            yield altered(page, copy, words, chance) if copy else page
        copy += 1


def altered(page: SearchPage, copy: int, words: list[str], chance: random.Random) -> SearchPage:
    """Return a copy in which a word in eight is another, and a word in eighty one that was never seen."""

    def other(text: str) -> str:
        parts = text.split(" ")
        for at in chance.sample(range(len(parts)), len(parts) // 8):
            parts[at] = chance.choice(words) + ("x" * copy if chance.random() < 0.1 else "")
        return " ".join(parts)

    sections = tuple(Part(other(s.heading), s.level, s.anchor, other(s.text)) for s in page.sections)
    return SearchPage(f"{page.slug}-{copy}", None, other(page.title), None, page.tags, (), sections)


def one(corpus: Path, queries: Path, size: int, limit: int) -> None:
    """Print a line of the table; in a process of its own, as memory is measured."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "search.index"
        code = (
            "import sys; sys.path[:0] = sys.argv[4:]\n"
            "from pathlib import Path; from search_growth import library; from kb.search import SearchIndex\n"
            "SearchIndex.build(library(Path(sys.argv[1]), int(sys.argv[2]))).save(Path(sys.argv[3]))"
        )
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", code, str(corpus), str(size), str(file), *sys.path[:2]], check=True
        )
        built = time.perf_counter() - begin
        begin = time.perf_counter()
        index = SearchIndex.load(file)
        loaded = time.perf_counter() - begin
        if index is None:
            raise SystemExit("the stored index cannot be loaded")
        costs: list[float] = []
        for wanted in read_queries(queries, limit, None).values():
            costs += measure(lambda query: [hit.slug for hit in index.search(query).hits], wanted)[1]
        p50, p95, p99 = np.percentile(costs, [50, 95, 99])
        say(
            f"{size:>7} pages: built and stored in {built:.0f} s, {file.stat().st_size / 1e6:.0f} MB,"
            f" loaded in {loaded:.2f} s; CPU p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f} ms;"
            f" resident {resident_mb():.0f} MB"
        )
        time_changes(index, [page for page, _ in zip(library(corpus, 40), range(40), strict=False)])


def main() -> None:
    """Run what the command line asks for, each size in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--limit", type=int, default=60, help="queries of each set")
    options = parser.parse_args()
    if len(options.pages) == 1:
        one(options.corpus, options.queries, options.pages[0], options.limit)
        return
    for size in options.pages:
        given = [
            str(options.corpus),
            str(options.queries),
            "--pages",
            str(size),
            "--limit",
            str(options.limit),
        ]
        subprocess.run([sys.executable, __file__, *given], check=True)


if __name__ == "__main__":
    main()
