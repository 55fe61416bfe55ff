# ruff: noqa: T201, E402 - a slow job prints, and finds its neighbours before it imports them
"""A million random cases, the engine against the naive one. Run by hand: python tests/bench/naive.py"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "property")]

from naive_at_scale import compare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--per-world", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begin, seed, met = time.perf_counter(), options.seed, compare(100, options.per_world, options.seed)
    while met["cases"] < options.cases:
        seed += 1
        met += compare(100, options.per_world, seed, most_rules=7 + seed % 14)
        print(f"\r{met['cases']:,} cases", end="", flush=True)
    verdicts = sum(met.values()) - met["cases"]
    took = time.perf_counter() - begin
    print(f"\r{met.pop('cases'):,} cases, {verdicts:,} verdicts, no difference, in {took:.0f} s")
    print(", ".join(f"{word} {count:,}" for word, count in met.most_common()))


if __name__ == "__main__":
    main()
