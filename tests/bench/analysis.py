"""Measures how long the whole analysis of a generated policy takes, and how a table that blows up is refused.

    python tests/bench/analysis.py [--rows 200] [--seed 1]

The policy has eight facts, six remedies and three roles; its cells name any two of eleven cuts of a fact.
`filled` is the share of cells that are not blank, `priced` the share of limits that are formulas. Reported:
seconds for `analyse`, seconds for the difference from the same page with every fortieth row written
otherwise, the highest memory so far, and the findings by code. The riddles at the end have one hard
question each: they are refused.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
from collections import Counter
from pathlib import Path
from time import process_time

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit" / "policies_analysis"))

from policy_pages import page, table  # noqa: E402
from test_analysis_budget import puzzle  # noqa: E402

from policies import Book, analyse, difference, read  # noqa: E402

NUMBERS = {"Days late": 365, "Order value": 5000, "Remedies": 99, "Days since": 3650}
CHOICES = {
    "Tier": "standard < silver < gold",
    "Channel": "phone, chat, email, shop",
    "Photo": "",
    "In stock": "",
}
REMEDIES = {
    "Refund": "money",
    "Credit": "money",
    "Voucher": "money",
    "Replacement": "none",
    "Return": "none",
    "Trace": "none",
}
ROLES = ("agent", "lead", "manager")


def cell(dice: random.Random, label: str) -> str:
    if label in CHOICES:
        values = CHOICES[label].replace("<", ",") or "yes, no"
        return dice.choice(values.split(",")).strip()
    cuts = [0, *sorted(random.Random(label).sample(range(1, NUMBERS[label]), 9)), NUMBERS[label]]  # noqa: S311
    low, high = sorted(dice.sample(cuts, 2))
    return dice.choice([f"<= {high}", f"> {low}", f"({low}..{high}]", f"[{low}..{high}]"])


def limit(dice: random.Random, priced: float) -> str:
    fixed = str(5 * dice.randrange(1, 20))
    if dice.random() > priced:
        return fixed
    share = f"{10 * dice.randrange(1, 10)}% of Order value"
    return dice.choice([share, f"min({fixed}, {share})", f"min({fixed}, {dice.randrange(1, 5)} x Days late)"])


def rule(dice: random.Random, name: str, filled: float, priced: float) -> dict[str, str]:
    row = {label: cell(dice, label) for label in (*NUMBERS, *CHOICES) if dice.random() < filled}
    remedy = dice.choice(sorted(REMEDIES))
    effect = "never" if dice.random() < 0.1 else dice.choice(["may", "may", "may", "must"])
    row |= {"Rule": name, "Remedy": remedy, "Effect": effect}
    if effect != "never":
        row["Who"] = dice.choice(ROLES)
        row |= {"Up to": limit(dice, priced)} if REMEDIES[remedy] == "money" else {}
    return row


def book_of(rows: list[dict[str, str]]) -> Book:
    facts = [{"Fact": label, "Type": "money" if label == "Order value" else "number", "Values": f"0..{most}"}
             for label, most in NUMBERS.items()]  # fmt: skip
    facts += [
        {"Fact": label, "Type": "choice" if values else "yes/no", "Values": values}
        for label, values in CHOICES.items()
    ]
    remedies = [{"Remedy": key, "Measured in": unit} for key, unit in REMEDIES.items()]
    words = (
        "## Facts\n" + table(("Fact", "Type", "Values"), facts)
        + "## Remedies\n" + table(("Remedy", "Measured in"), remedies)
        + "## Authority\n" + table(("Role",), [{"Role": role} for role in ROLES])
    )  # fmt: skip
    columns = ("Rule", "Remedy", "Effect", "Who", "Up to", *NUMBERS, *CHOICES)
    return read(
        [
            page("vocabulary", words, currency="GBP"),
            page("late", "## Rules\n" + table(columns, rows), complaint="late"),
        ]
    )


def timed(work: object, *given: object) -> tuple[float, object]:
    began = process_time()
    found = work(*given)  # type: ignore[operator]
    return process_time() - began, found


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print("filled priced  analyse  differ  memory  findings")  # noqa: T201
    for filled, priced in ((0.3, 0.3), (0.5, 0.3), (0.7, 0.0), (0.7, 0.3), (0.9, 0.3), (0.4, 0.8)):
        dice = random.Random(chosen.seed)  # noqa: S311
        rows = [rule(dice, f"R{at}", filled, priced) for at in range(chosen.rows)]
        other = [
            rule(dice, row["Rule"], filled, priced) if at % 40 == 39 else row for at, row in enumerate(rows)
        ]
        old, new = book_of(rows), book_of(other)
        took, found = timed(analyse, old)
        apart, changed = timed(difference, old, new)
        kinds = dict(sorted(Counter(finding.code for finding in found).items()))
        told = f"{len(changed.changes)} changes, {len(changed.notes)} notes"
        print(f"{filled:6} {priced:6} {took:7.2f}s {apart:6.2f}s {memory():4} MB  {kinds}; {told}")  # noqa: T201
    for facts, count in ((60, 258), (120, 516)):
        took, found = timed(analyse, puzzle(facts, count))
        print(f"riddle {facts:6} {took:7.2f}s         {memory():4} MB  {[finding.code for finding in found]}")  # noqa: T201


def memory() -> int:
    """Return the highest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
