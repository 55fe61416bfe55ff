# ruff: noqa: T201, E402 - a benchmark prints, and finds its neighbours before it imports them
"""Speed of the policy engine, beside zen-engine on the same table. Run by hand: python tests/bench/engine.py

One generated policy: 200 rows, 12 complaint types × 6 remedies, 11 facts. A decision is a dict of facts in
and the full explained decision for all six remedies as a dict out, policy compiled once, single thread. Time
is the processor's; rivals take turns, and medians and ratios are printed, for absolute figures depend on the
machine.
"""

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from generated_policy import DAY, ROLES, Row, cases, pages, rows

import policies
from policies import Book
from policies.batch import WORDS, compile_columns
from policies.reasoning.decision import decide

try:
    from zen_table import ZenPolicy, context, jdm
except ImportError:
    ZenPolicy = None

NAME = "everything"
Contest = dict[str, Callable[[], object]]


def compare(contest: Contest, times: int, turns: int) -> dict[str, float]:
    """Return the median seconds each takes for one of its `times` repetitions, the rivals taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in contest}
    gc.disable()  # as timeit does
    for _ in range(turns):
        for name, run in contest.items():
            begin = time.process_time()
            run()
            taken[name].append((time.process_time() - begin) / times)
    gc.enable()
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def each(run: Callable[[dict[str, object]], object], given: list[dict[str, object]]) -> Callable[[], None]:
    """Return what runs through all that is given and keeps nothing."""

    def through() -> None:
        for one in given:
            run(one)

    return through


def read(table: tuple[Row, ...]) -> Book:
    book = policies.read(pages(table))
    assert not book.problems, book.problems[0]
    policy = book.policy(NAME, DAY)
    assert policy.columns
    assert policy.blocks
    return book


def agree(book: Book, zen: "ZenPolicy", many: int) -> None:
    """Stop unless both give every remedy of every case the same words, limits, roles, rules and clauses."""
    for at, case in enumerate(cases(many, seed=7)):
        mine = book.decide(NAME, ROLES[at % 3], case, DAY).as_json()["remedies"]
        for said in mine:
            said.pop("nearest")
        if mine != zen.decide(at % 3, context(case)):
            raise SystemExit(f"the engines disagree on {case}")
    print(f"both give the same answers for all remedies in {many:,} cases")


def without_nearest(book: Book) -> Callable[[dict[str, object]], object]:
    """Return what answers just the question that zen-engine can answer: all but the nearest rule."""

    def decide_so(case: dict[str, object]) -> list[dict[str, object]]:
        rulings = book.decide(NAME, "lead", case, DAY).rulings
        return [ruling.as_json() for ruling in rulings]

    return decide_so


def _ratios(name: str, seconds: float, found: dict[str, float]) -> str:
    if not name.startswith("zen"):
        return ""
    full, same = (seconds / found[mine] for mine in ("carebook", "carebook, no nearest rule"))
    return f"   carebook is {full:.1f} times as fast, and {same:.1f} times without the nearest rule"


def decisions(table: tuple[Row, ...], book: Book, turns: int) -> float:
    """Print decisions per second beside zen-engine's; return the seconds of one."""
    known = cases(2000)
    contest: Contest = {"carebook": each(lambda case: book.decide(NAME, "lead", case, DAY).as_json(), known)}
    if ZenPolicy is None:
        print("zen-engine is not installed (pip install zen-engine): no comparison with it")
    else:
        zen = ZenPolicy(jdm(table))
        agree(book, zen, 5000)
        contexts = [context(case) for case in known]
        contest["carebook, no nearest rule"] = each(without_nearest(book), known)
        contest["zen-engine, joined"] = each(lambda facts: zen.decide(1, facts), contexts)
        contest["zen-engine, its rows alone"] = each(zen.collect, contexts)
    found = compare(contest, len(known), turns)
    for name, seconds in found.items():
        speed = f"{1 / seconds:>10,.0f} decisions/s  {seconds * 1e6:6.1f} µs"
        print(f"  {name:<28}{speed}{_ratios(name, seconds, found)}")
    return found["carebook"]


def bare(book: Book, turns: int) -> None:
    """Print bare verdicts per second: dict in, words, limits and rules of six remedies out."""
    known = cases(2000)
    found = compare(
        {"bare": each(lambda case: book.decide(NAME, "lead", case, DAY).bare, known)}, len(known), turns
    )
    seconds = found["bare"]
    cost = f"{1 / seconds:,.0f} cases/s, {seconds * 1e6:.1f} µs"
    print(f"bare: {6 / seconds:,.0f} verdicts/s, six to a case ({cost})")


def columns(book: Book, turns: int, count: int = 500_000) -> None:
    """Print cases per second through columns; a case is all six remedies with every role's limit."""
    chance = np.random.default_rng(3)
    policy = book.policy(NAME, DAY)
    given = {
        fact.key: chance.integers(int(fact.lowest or 0), int(fact.highest or 0) + 1, count)
        for fact in policy.facts
    }
    compiled, role = compile_columns(policy), policy.vocabulary.roles[1]
    answers = compiled.decide_columns(given, role)
    for at in range(0, count, count // 500):
        verdicts = decide(policy, role, {key: int(column[at]) for key, column in given.items()}).bare
        for verdict in verdicts:
            assert WORDS[answers.remedies[verdict.remedy.key].word[at]] == verdict.word
    seconds = compare({"columns": lambda: compiled.decide_columns(given, role)}, count, turns)["columns"]
    print(f"columns: {1 / seconds:,.0f} cases/s, six remedies and {len(ROLES)} limits each, {count:,} rows")


def large(book: Book, turns: int) -> None:
    """Print what a table of 16,000 rows costs beside 200: a decision, and reading it."""
    table, small = rows(16_000), rows(200)
    begin = time.process_time()
    long = read(table)
    print(f"16,000 rows read and compiled in {time.process_time() - begin:.2f} s")
    known = cases(300)
    found = compare(
        {
            "16,000": each(lambda case: long.decide(NAME, "lead", case, DAY).as_json(), known),
            "200": each(lambda case: book.decide(NAME, "lead", case, DAY).as_json(), known),
        },
        len(known),
        turns,
    )
    print(f"a decision over 16,000 rows takes {found['16,000'] / found['200']:.1f} times that over 200 rows")
    contest: Contest = {"carebook": lambda: read(small)}
    if ZenPolicy is not None:
        contest["zen-engine"] = lambda: ZenPolicy(jdm(small))
    for name, seconds in compare(contest, 1, turns).items():
        print(f"  200 rows read and compiled by {name}: {seconds * 1e3:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=7, help="how often each is timed")
    options = parser.parse_args()
    table = rows(200)
    book = read(table)
    decisions(table, book, options.turns)
    bare(book, options.turns)
    columns(book, options.turns)
    large(book, options.turns)


if __name__ == "__main__":
    main()
