"""Measures by hand how well search answers questions on which people have judged the pages.

    python tests/bench/search_judged.py FOLDER

The folder is in TREC form: `corpus.jsonl` (or `.gz`; `_id` or `id`, `title`, `text` or `body`), queries as
`queries.jsonl` or `.tsv`, judgements as `qrels` or `qrels.tsv` (also in a folder `qrels/`) with
`query-id [0] corpus-id grade`. Reported: nDCG@10 of ours, of bm25s as it comes, stemmed, and of BM25 tuned in
several ways, the title counted once or three times; and the CPU time a query.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from search import Part, say  # noqa: E402

from kb.search import SearchIndex, SearchPage  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Search = Callable[[str], list[str]]


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file that have something on them."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        yield from (line for line in file if line.strip())


def found(folder: Path, *names: str) -> Path:
    """Return the first of these files that is there."""
    for name in names:
        for path in sorted(folder.glob(name)):
            if path.is_file():
                return path
    raise SystemExit(f"no {' or '.join(names)} in {folder}")


def read_pages(folder: Path) -> list[SearchPage]:
    """Return the documents as pages of one section."""
    rows = (json.loads(line) for line in lines(found(folder, "corpus.jsonl*", "docs.jsonl*")))
    return [
        SearchPage(
            str(row.get("_id", row.get("id"))), None, row.get("title") or "", None, (), (),
            (Part("", 0, "", row.get("text") or row.get("body") or ""),),
        )
        for row in rows
    ]  # fmt: skip


def read_questions(folder: Path) -> dict[str, str]:
    """Return the questions by their number."""
    path = found(folder, "queries.jsonl*", "queries.tsv", "queries*")
    if ".jsonl" in path.name:
        rows = (json.loads(line) for line in lines(path))
        return {str(row.get("_id", row.get("id"))): row.get("text") or row.get("query") for row in rows}
    cells = (line.rstrip("\n").split("\t") for line in lines(path))
    return {row[0]: row[1] for row in cells if len(row) > 1 and row[1] != "query"}


def read_grades(folder: Path) -> dict[str, dict[str, int]]:
    """Return the grades of the judged documents, by question."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines(found(folder, "qrels", "qrels.*", "qrels/test.tsv", "qrels/*")):
        cells = line.split()
        if len(cells) >= 3 and cells[-1].lstrip("-").isdigit():
            grades[cells[0]][cells[-2]] = max(0, int(cells[-1]))
    return dict(grades)


def ndcg(slugs: list[str], grades: dict[str, int]) -> float:
    """Return the discounted gain of the first ten over the best that could be."""
    discounts = 1 / np.log2(np.arange(2, 12))
    gained = [2.0 ** grades.get(slug, 0) - 1 for slug in slugs[:10]]
    best = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[:10]
    ideal = float(discounts[: len(best)] @ best)
    return float(discounts[: len(gained)] @ gained) / ideal if ideal else 0.0


def bm25(pages: list[SearchPage], titles: int, **parameters: float) -> Search:
    """Return bm25s over title and text, stemmed."""
    import bm25s  # noqa: PLC0415 - only when it is installed
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer("english")
    texts = [f"{(page.title + ' ') * titles}{page.sections[0].text}" for page in pages]
    ranker = bm25s.BM25(**parameters)
    ranker.index(
        bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False
    )

    def search(query: str) -> list[str]:
        asked = bm25s.tokenize([query], stopwords="en", stemmer=stemmer, show_progress=False)
        if not asked.vocab:
            return []
        best, _ = ranker.retrieve(asked, k=min(10, len(pages)), show_progress=False)
        return [pages[number].slug for number in best[0]]

    return search


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    pages, questions, grades = read_pages(folder), read_questions(folder), read_grades(folder)
    index = SearchIndex.build(pages)
    engines: dict[str, Search] = {"carebook": lambda query: [hit.slug for hit in index.search(query).hits]}
    if importlib.util.find_spec("bm25s"):
        engines["bm25s, as it comes, stemmed"] = bm25(pages, 1)
        for titles, k1, b in ((3, 0.9, 0.4), (1, 1.2, 0.75), (3, 1.2, 0.75), (3, 2.0, 0.9)):
            engines[f"bm25s, title x {titles}, k1 {k1}, b {b}"] = bm25(pages, titles, k1=k1, b=b)
    asked = [number for number in questions if any(grades.get(number, {}).values())]
    say(f"{len(pages)} documents, {len(asked)} judged questions")
    for name, search in engines.items():
        values, costs = [], []
        for number in asked:
            begin = time.process_time()
            slugs = search(questions[number])
            costs.append((time.process_time() - begin) * 1e3)
            values.append(ndcg(slugs, grades[number]))
        p50, p95 = np.percentile(costs, [50, 95])
        say(f"{name:<34} nDCG@10 {np.mean(values):.4f}   CPU p50 {p50:.1f}  p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
