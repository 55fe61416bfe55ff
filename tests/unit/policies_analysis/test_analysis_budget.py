"""A table that would blow the analysis up is refused by name, soon and in little memory; the same bytes
every time."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from policy_pages import page, table

from policies import Book, analyse, difference, read
from policies.analysis.meter import Meter, TooComplex
from policies.analysis.subject import BUDGET, SHARE

ROOT = Path(__file__).resolve().parents[3]
WORDS = """## Facts
| Fact | Type |
|--|--|
{facts}
## Remedies
| Remedy | Measured in |
|--|--|
| Refund | money |
## Authority
| Role |
|--|
| agent |
"""


def puzzle(facts: int, rows: int, *, wide: int = 3, seed: int = 1) -> Book:
    """Rows that each rule out one combination of a few yes/no facts: whether any is left is a hard riddle."""
    dice = random.Random(seed)  # noqa: S311 - a puzzle, not a secret
    labels = [f"Sign {at}" for at in range(facts)]
    words = WORDS.format(facts="\n".join(f"| {label} | yes/no |" for label in labels))
    rules = [
        {"Rule": f"R{at}", "Remedy": "Refund", "Effect": "may", "Up to": str(dice.randrange(1, 9))}
        | {label: dice.choice(["yes", "no"]) for label in dice.sample(labels, wide)}
        for at in range(rows)
    ]
    columns = ("Rule", "Remedy", "Effect", "Up to", *labels)
    policy = page("p", "## Rules\n" + table(columns, rules), complaint="p")
    return read([page("vocabulary", words, currency="GBP"), policy])


def test_a_table_that_blows_up_is_refused_by_name_within_ten_seconds_and_a_gigabyte() -> None:
    assert json.loads(run(LIMITED)) == ["too-complex"]


def test_a_refusal_names_the_facts_that_are_cut_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policies.analysis.subject.SHARE", SHARE // 20)
    monkeypatch.setattr("policies.analysis.subject.BUDGET", BUDGET // 20)
    book = puzzle(60, 258)
    refused = [finding for finding in analyse(book) if finding.code == "too-complex"]
    assert [(finding.path, finding.severity) for finding in refused] == [("p.md", "error")]
    assert refused[0].message.startswith(f"`p` cannot be proved within {SHARE:,} steps: ")
    assert "`Sign 0`" in refused[0].message


def test_a_difference_that_blows_up_is_noted_and_not_called_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["policies.analysis.difference"]
    monkeypatch.setattr(module, "SHARE", SHARE // 20)
    monkeypatch.setattr(module, "BUDGET", BUDGET // 20)
    old, new = puzzle(60, 258), puzzle(60, 258, seed=2)
    found = difference(old, new)
    assert [note.what for note in found.notes] == ["unproved"]
    assert not found.equal


def test_a_meter_stops_at_its_own_budget_and_at_the_larger_one() -> None:
    with pytest.raises(TooComplex):
        Meter(3).spend(4)
    larger = Meter(5)
    Meter(4, larger).spend(4)
    with pytest.raises(TooComplex):
        Meter(4, larger).spend(2)


def test_findings_and_differences_are_the_same_bytes_whatever_the_hash_seed() -> None:
    told = {run(REPORT, seed) for seed in ("0", "1", "271828")}
    assert len(told) == 1
    assert len(json.loads(told.pop())) == 2


def run(program: str, seed: str = "0") -> str:
    """What a program prints in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


LIMITED = """
import json, resource, time
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from test_analysis_budget import puzzle
from policies import analyse
book = puzzle(60, 258)
began = time.process_time()
found = [finding.code for finding in analyse(book)]
assert time.process_time() - began < 10
print(json.dumps(found))
"""
REPORT = """
import json
from test_analysis_budget import puzzle
from policies import analyse, difference
findings = [finding.as_json() for finding in analyse(puzzle(9, 40, wide=2))] + [
    finding.as_json() for finding in analyse(puzzle(9, 30, wide=5))]
assert len({finding["code"] for finding in findings}) > 1
print(json.dumps([findings, difference(puzzle(7, 20), puzzle(7, 20, seed=2)).as_json()]))
"""
