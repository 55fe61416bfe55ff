"""Measures search by hand: how well it ranks known items, and what a query costs.

    python tests/bench/search.py CORPUS.jsonl.gz QUERIES/ [--limit N] [--set NAME …] [--peers] [--sections]

The corpus has a JSON object a line: `id, title, headings, tags, body`. A query
folder has `dev_*.tsv` (or any `*.tsv` with the header `qid query target note`).
More of the same kind: `search_judged.py` for graded judgements, `search_typing.py` letter by letter,
`search_growth.py` by size. Reported: mean reciprocal rank within ten hits, CPU time a query with its ten
snippets, time to build, resident memory, and the time until a changed page is found.
"""

from __future__ import annotations

import argparse
import csv
import gc
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import search_peers  # noqa: E402 - a script that finds its project by itself

from kb.search import SearchIndex, SearchPage  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KNOWN_ITEM = ("clean_title", "clean_head", "typo1_easy", "typo1_any", "typo2", "prefix", "prefix_typo")


def say(text: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page of the corpus."""

    heading: str
    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the page it was made from."""

    query: str
    target: str
    note: str


def read_corpus(path: Path, *, cut: bool) -> Iterator[SearchPage]:
    """Yield the pages; with `cut` the body is cut at the lines that repeat its headings."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            tags = row["tags"].split(",") if isinstance(row["tags"], str) else row["tags"]
            yield SearchPage(
                slug=str(row["id"]),
                kind=None,
                title=row["title"],
                owner=None,
                tags=tuple(tag.strip() for tag in tags if tag.strip()),
                words=(),
                sections=tuple(cut_body(row["body"], row["headings"]) if cut else whole_body(row)),
            )


def whole_body(row: dict[str, object]) -> Iterator[Part]:
    """Yield the body as one section and each heading as one without text."""
    yield Part("", 0, "", str(row["body"]))
    for number, heading in enumerate(row["headings"]):  # type: ignore[arg-type, var-annotated]
        yield Part(heading, 2, f"h{number}", "")


def cut_body(body: str, headings: list[str]) -> Iterator[Part]:
    """Yield the sections of a body in which each heading stands on a line of its own."""
    heading, anchor, lines, waiting = "", "", [], list(headings)
    for line in body.split("\n"):
        if waiting and line.strip() == waiting[0].strip():
            yield Part(heading, 2, anchor, "\n".join(lines))
            heading, lines = waiting.pop(0), []
            anchor = f"h{len(headings) - len(waiting)}"
        else:
            lines.append(line)
    yield Part(heading, 2, anchor, "\n".join(lines))
    for number, left in enumerate(waiting):
        yield Part(left, 2, f"left{number}", "")


def read_queries(folder: Path, limit: int | None, only: list[str] | None) -> dict[str, list[Wanted]]:
    """Return the query sets of a folder by name, `dev_` taken off."""
    sets = {}
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        name = path.stem.removeprefix("dev_")
        if rows and {"query", "target"} <= rows[0].keys() and (not only or name in only):
            sets[name] = [Wanted(r["query"], r["target"], r.get("note") or "") for r in rows[:limit]]
    return sets


def measure(search: Callable[[str], list[str]], wanted: list[Wanted]) -> tuple[float, list[float]]:
    """Return the mean reciprocal rank within ten and each query's CPU milliseconds."""
    ranks, costs = [], []
    for one in wanted:
        begin = time.process_time_ns()
        slugs = search(one.query)
        costs.append(getattr(search, "spent", 0.0) or (time.process_time_ns() - begin) / 1e6)
        ranks.append(1 / (slugs.index(one.target) + 1) if one.target in slugs[:10] else 0.0)
    return float(np.mean(ranks)), costs


def report(name: str, search: Callable[[str], list[str]], sets: dict[str, list[Wanted]]) -> float:
    """Print one engine's figures, and return its mean of the known-item kinds."""
    say(f"\n{name}")
    means, every = {}, []
    for kind, wanted in sets.items():
        means[kind], costs = measure(search, wanted)
        every += costs
        p50, p95 = np.percentile(costs, [50, 95])
        say(f"  {kind:<14} MRR@10 {means[kind]:.3f}   n {len(wanted):>4}   p50 {p50:5.1f}  p95 {p95:5.1f} ms")
    known = [means[kind] for kind in KNOWN_ITEM if kind in means]
    if not every:
        return 0.0
    p50, p95, p99 = np.percentile(every, [50, 95, 99])
    if known:
        say(f"  mean of the {len(known)} known-item kinds: {np.mean(known):.4f}")
    say(f"  CPU a query: p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f} ms")
    return float(np.mean(known)) if known else 0.0


def headings_opened(index: SearchIndex, wanted: list[Wanted]) -> float:
    """Return how often, where the page is found, it opens at the heading the query came from."""
    right = of = 0
    for one in wanted:
        for hit in index.search(one.query).hits:
            if hit.slug == one.target:
                of += 1
                right += hit.heading == one.note.removeprefix("h=")
    return right / max(1, of)


def resident_mb() -> float:
    """Return the memory this process holds now, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def time_changes(index: SearchIndex, pages: list[SearchPage]) -> None:
    """Print how long it takes until a changed page is searchable."""
    costs = []
    for page in pages:
        begin = time.perf_counter()
        index.update(page)
        costs.append((time.perf_counter() - begin) * 1e3)
    say(f"one page changed: p50 {np.percentile(costs, 50):.1f}  p95 {np.percentile(costs, 95):.1f} ms")


LOADED = """
import sys, time
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from search import read_queries, resident_mb, say
from kb.search import SearchIndex
before, begin = resident_mb(), time.perf_counter()
index = SearchIndex.load(Path(sys.argv[1]))
took, loaded = time.perf_counter() - begin, resident_mb()
for wanted in read_queries(Path(sys.argv[2]), None, None).values():
    for one in wanted:
        index.search(one.query)
say(f"loaded from its file in {took:.2f} s; resident {before:.0f} MB before, {loaded:.0f} loaded,"
    f" {resident_mb():.0f} after every query")
"""


def time_start(stored: Path, queries: Path) -> None:
    """Print what a process takes that has only the stored index."""
    given = [str(stored), str(queries), *sys.path[:2]]
    subprocess.run([sys.executable, "-c", LOADED, *given], check=True)
    shutil.rmtree(stored.parent)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--limit", type=int, help="queries of each set")
    parser.add_argument("--set", action="append", help="only this set; may be repeated")
    parser.add_argument("--sections", action="store_true", help="cut bodies at their headings")
    parser.add_argument("--peers", action="store_true", help="other engines on the same queries")
    options = parser.parse_args()

    before = resident_mb()
    begin = time.perf_counter()
    index = SearchIndex.build(read_corpus(options.corpus, cut=options.sections))
    took = time.perf_counter() - begin
    gc.collect()
    say(f"built {len(index)} pages in {took:.1f} s; resident {resident_mb():.0f} MB ({before:.0f} before)")
    stored = Path(tempfile.mkdtemp()) / "search.index"
    index.save(stored)
    sets = read_queries(options.queries, options.limit, options.set)
    ours = report("carebook", lambda query: [hit.slug for hit in index.search(query).hits], sets)
    if "clean_head" in sets:
        say(f"  opened at the heading asked for: {headings_opened(index, sets['clean_head']):.3f}")
    sample = [
        page for n, page in enumerate(read_corpus(options.corpus, cut=options.sections)) if n % 331 == 0
    ]
    time_changes(index, sample)
    time_start(stored, options.queries)
    if options.peers:
        del index
        peers = search_peers.peers(list(read_corpus(options.corpus, cut=False)))
        theirs = {name: report(name, search, sets) for name, search in peers}
        best = max(theirs, key=lambda name: theirs[name])
        say(f"\nlead over the best of the others ({best}): {ours - theirs[best]:.4f}")


if __name__ == "__main__":
    main()
