# ruff: noqa: T201, E402 - a slow job prints, and finds its neighbours before it imports them
"""Do the tests notice faults? Each of `seeded_faults` is put into a copy of the engine, and its tests run.

Run by hand: python tests/bench/mutation.py [--only TEXT] [--skip N] [--take N]. Prints what became of each.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))

from seeded_faults import FAULTS

SLOW = "not sixteen_thousand and not monstrous and not hostile and not bytes"
"""Tests of size, not of meaning, which are left out."""
SEED = "1"
TESTS = (
    "tests/unit/policies",
    "tests/property/test_nearest_laws.py",
    "tests/property/test_batch_laws.py",
    "tests/property/test_batch_derived.py",
    "tests/property/test_policy_laws.py",
    "tests/property/test_naive_at_scale.py",
)
LONGEST = 600
"""Seconds after which a run that hangs counts as noticed."""


def copy_tree(to: Path) -> None:
    for name in ("policies", "kb", "tests", "content"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", to)


def passes(tree: Path) -> bool:
    """Return whether the engine's tests pass in a tree, with the same random cases every time."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--hypothesis-seed={SEED}",
        "-k",
        SLOW,
        *TESTS,
    ]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def survives(tree: Path, file: str, text: str, replacement: str) -> bool:
    path = tree / "policies" / file
    source = path.read_text("utf-8")
    if source.count(text) != 1:
        raise SystemExit(f"{file}: `{text}` stands there {source.count(text)} times; the list is out of date")
    path.write_text(source.replace(text, replacement), "utf-8")
    try:
        return passes(tree)
    finally:
        path.write_text(source, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="faults with this in their file or text")
    parser.add_argument(
        "--skip", type=int, default=0, help="so many of them, to go on where a run was stopped"
    )
    parser.add_argument("--take", type=int, default=len(FAULTS), help="at most so many of the others")
    options = parser.parse_args()
    chosen = [fault for fault in FAULTS if options.only in " ".join(fault)]
    chosen = chosen[options.skip : options.skip + options.take]
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_tree(tree)
        if not passes(tree):
            raise SystemExit("the tests fail without any fault")
        for file, text, replacement in chosen:
            begin = time.perf_counter()
            survived = survives(tree, file, text, replacement)
            if survived:
                survivors.append(f"{file}: {text!r} -> {replacement!r}")
            word = "SURVIVED" if survived else "killed"
            print(f"{word:<9}{time.perf_counter() - begin:5.0f} s  {file}: {replacement[:70]!r}", flush=True)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} faults killed, {len(survivors)} survived")
    print("\n".join(survivors))


if __name__ == "__main__":
    main()
