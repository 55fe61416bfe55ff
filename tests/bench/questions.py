"""Measures how many questions a case takes when the engine chooses them, over the starter policies.

    python tests/bench/questions.py [--cases 1000] [--seed 7] [--bound]

Each complete case belongs to one of the starter policies in turn, and to a role drawn at random. Its values
are drawn in two ways: evenly over each fact's values (`by value`), and evenly over the classes of values that
the policy's cells tell apart (`by class`), which makes rare answers, and so hard cases, common. Reported, as
shares of asking for every fact the policy uses:

    limits certain   asking along the next question until nothing can change a verdict or a limit
    words certain    the same, until every verdict's word is certain: an agent then knows what may be done,
                     and need not yet know up to how much
    in order         asking in the order of the vocabulary, passing over what can no longer matter, until
                     limits are certain
    asked            questions put to the customer (`From` is not order, ledger or desk) until limits are
                     certain, of those that all facts would take
    bound            with --bound: the fewest facts of each case that make its limits certain, chosen by who
                     knows the answers already; no way of asking can do with fewer
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from datetime import date

from kb.sources import policy_pages, read_folder
from policies import Question, dialogue, read
from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from policies import Fact, Policy, Role
    from policies.spans import Value

    Case = dict[str, Value]
    Draw = Callable[[Policy, random.Random], Case]

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 6, 1)


def within(fact: Fact, low: Value | None, high: Value | None, rng: random.Random) -> Value:
    """Return a whole value between two, both included; where there is none, their middle."""
    bottom, top = (fact.lowest if low is None else low), (fact.highest if high is None else high)
    assert bottom is not None
    assert top is not None
    if int(bottom) > int(top):
        return (Decimal(bottom) + Decimal(top)) / 2
    drawn = rng.randint(int(bottom), int(top))
    return drawn if fact.stepped else Decimal(drawn)


def by_value(policy: Policy, rng: random.Random) -> Case:
    """Draw every fact evenly over its values (whole ones of numbers)."""
    return {fact.key: within(fact, fact.lowest, fact.highest, rng) for fact in policy.facts}


def by_class(policy: Policy, rng: random.Random) -> Case:
    """Draw every fact evenly over the classes that the cells tell apart, then a value of the class."""
    columns = {column.fact.key: column for column in policy.columns}
    case: Case = {}
    for fact in policy.facts:
        column = columns.get(fact.key)
        if column is None:
            case[fact.key] = within(fact, fact.lowest, fact.highest, rng)
            continue
        classes: dict[int, list[int]] = {}
        for region in column.inhabited:
            classes.setdefault(column.masks[region], []).append(region)
        region = rng.choice(rng.choice(list(classes.values())))
        low, high = column.ends(region)
        if region % 2 == 0:
            low = low + 1 if low is not None else low
            high = high - 1 if high is not None else high
        case[fact.key] = within(fact, low, high, rng)
    return case


def open_facts(policy: Policy, role: Role, known: Mapping[str, Value]) -> set[str]:
    """Return the facts that can still change a verdict or a limit."""
    return {fact.key for verdict in decide(policy, role, known).verdicts for fact in verdict.missing}


def skipping(policy: Policy, role: Role, case: Case) -> int:
    """Return how many facts are asked for in the vocabulary's order, passing over what no longer matters."""
    known: Case = {}
    for fact in policy.facts:
        if fact.key in open_facts(policy, role, known):
            known[fact.key] = case[fact.key]
    return len(known)


def wording(policy: Policy, role: Role, questions: list[Question], case: Case) -> int:
    """Return after how many of the questions no verdict's word is open any more."""
    known: Case = {}
    for count, question in enumerate(questions):
        if all(verdict.word != "depends" for verdict in decide(policy, role, known).verdicts):
            return count
        known[question.fact.key] = case[question.fact.key]
    return len(questions)


def bound(policy: Policy, role: Role, case: Case) -> int:
    """Return the fewest facts of the case that leave nothing open."""
    for count in range(len(case)):
        for keys in combinations(case, count):
            if not open_facts(policy, role, {key: case[key] for key in keys}):
                return count
    return len(case)


class Tally:
    """Sums over all cases; `show` gives them as shares."""

    def __init__(self) -> None:
        self.sums: dict[str, list[int]] = {}

    def add(self, name: str, part: int, whole: int) -> None:
        """Count `part` of `whole` under a name."""
        sums = self.sums.setdefault(name, [0, 0])
        sums[0] += part
        sums[1] += whole

    def show(self) -> str:
        """Return every share in per cent."""
        return "  ".join(f"{name} {100 * part / whole:.1f} %" for name, (part, whole) in self.sums.items())


def measure(
    policies: list[Policy], draw: Draw, cases: int, seed: int, *, with_bound: bool
) -> tuple[Tally, Tally]:
    """Ask along every case; return the shares over all, and those of the engine by policy."""
    rng = random.Random(seed)  # noqa: S311 - cases, not secrets
    total, each = Tally(), Tally()
    for at in range(cases):
        policy = policies[at % len(policies)]
        role = rng.choice(policy.vocabulary.roles)
        case = draw(policy, rng)
        questions = list(dialogue(policy, role, {}, case))
        everything = [Question(fact, ()) for fact in policy.facts]
        total.add("limits certain", len(questions), len(everything))
        total.add("words certain", wording(policy, role, questions, case), len(everything))
        total.add("in order", skipping(policy, role, case), len(everything))
        total.add(
            "asked",
            sum(not question.looked_up for question in questions),
            sum(not question.looked_up for question in everything),
        )
        if with_bound:
            total.add("bound", bound(policy, role, case), len(everything))
        each.add(policy.complaint, len(questions), len(everything))
    return total, each


def starter_policies() -> list[Policy]:
    """Return the policies of the starter library, by complaint type."""
    book = read(policy_pages(read_folder(ROOT / "content")))
    return [book.policy(complaint.key, DAY) for complaint in book.complaints(DAY) if complaint.has_policy]


def main() -> None:
    """Print the shares for both ways of drawing cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--bound", action="store_true", help="also the fewest facts that settle each case (slow)"
    )
    chosen = parser.parse_args()
    policies = starter_policies()
    for name, draw in (("by value", by_value), ("by class", by_class)):
        began = time.perf_counter()
        total, each = measure(policies, draw, chosen.cases, chosen.seed, with_bound=chosen.bound)
        took = time.perf_counter() - began
        sys.stdout.write(
            f"{name}: {total.show()}\n    {each.show()}\n    {chosen.cases} cases in {took:.1f} s\n"
        )


if __name__ == "__main__":
    main()
