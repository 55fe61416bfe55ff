"""Measures by hand what happens while a query is typed letter by letter.

    python tests/bench/search_typing.py CORPUS.jsonl.gz QUERIES/ [--limit N] [--set NAME …]

For every prefix of each query from its second letter on: has it results; does the wanted page stand worse
than one letter before; does it lose the first place after it had it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from search import Wanted, read_corpus, read_queries, say  # noqa: E402

from kb.search import SearchIndex  # noqa: E402

NOWHERE = 11
RIGHT = ("clean_title", "clean_head", "prefix")


def typed(index: SearchIndex, one: Wanted) -> tuple[int, int, int, int, int]:
    """Return steps, steps without results, steps to a worse rank, to worse than first, and from first."""
    steps = empty = worse = lost = had = 0
    before = NOWHERE
    for end in range(2, len(one.query) + 1):
        slugs = [hit.slug for hit in index.search(one.query[:end]).hits]
        rank = slugs.index(one.target) + 1 if one.target in slugs else NOWHERE
        steps += 1
        empty += not slugs
        worse += rank > before
        had += before == 1
        lost += before == 1 and rank > 1
        before = rank
    return steps, empty, worse, lost, had


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--limit", type=int, default=60, help="queries of each set")
    parser.add_argument("--set", action="append", help="only this set; may be repeated")
    options = parser.parse_args()
    index = SearchIndex.build(read_corpus(options.corpus, cut=False))
    for name, wanted in read_queries(options.queries, options.limit, options.set or list(RIGHT)).items():
        steps, empty, worse, lost, had = (
            sum(column) for column in zip(*(typed(index, w) for w in wanted), strict=True)
        )
        say(
            f"{name:<12} {steps} letters: no result {empty / steps:.2%}; worse rank {worse / steps:.2%};"
            f" lost the first place {lost / max(1, had):.2%} of {had} times it was held"
        )


if __name__ == "__main__":
    main()
