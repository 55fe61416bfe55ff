# ruff: noqa: T201, S311, E402 - a slow job prints, chance need not be secret, its neighbours come first
"""How long a million logged decisions take against a draft, and how much memory.

Run by hand: python tests/bench/replay.py [--decisions 1000000] [--unknown 0.1].
`--unknown` is the share of cases in which one fact was not known: those are decided one by one.
"""

import argparse
import gc
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.desk import Case
from kb.desk.hindsight.draft_book import draft_book
from kb.desk.hindsight.logged import Logged
from kb.desk.hindsight.redeciding import Redeciding
from kb.settings import Settings
from kb.sources import policy_page, read_page
from policies import Page

COMPLAINT = "arrived_damaged"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_AT_ONCE = 50_000


def fill(app: App, decisions: int, unknown: float) -> None:
    """Log cases as the desk writes them: each answer comes from a few hundred that were really given."""
    agent = app.people.by_email("agent@carebook.invalid")
    assert agent is not None
    chance = random.Random(7)
    facts = app.desk.facts(agent, COMPLAINT)
    file = app.settings.data / "carebook.db"
    for _ in range(400):
        given = {}
        for fact in facts:
            if fact.source == "ledger" or chance.random() < unknown / len(facts):
                continue
            values = list(fact.domain.labels) if getattr(fact.domain, "labels", None) else None
            given[fact.key] = chance.choice(values) if values else value(fact.type, chance)
        app.desk.consult(agent, Case(COMPLAINT, given, f"C-{chance.randint(1, 99)}", "O-1"))
    with sqlite3.connect(file) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM consultation")]
        names = list(rows[0])
        into = f"INSERT INTO consultation ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        today = date(2026, 3, 14)
        page = policy_page_of((ROOT / "content/policies/arrived-damaged-policy.md").read_text("utf-8"))
        again = Redeciding(draft_book(app.desk._rulebook.rules(), page, today))
        for first in range(0, decisions - len(rows), _AT_ONCE):
            some = [other(chance.choice(rows), number, chance) for number in range(first, first + _AT_ONCE)]
            logged = [Logged("", today, "", r["role"], COMPLAINT, r["facts"], "") for r in some]
            for row, answer in zip(some, again.answers(logged), strict=True):
                row["answer"] = json.dumps({key: [*said, []] for key, said in answer.items()})  # type: ignore[union-attr]
            database.executemany(into, [[row[name] for name in names] for row in some])
    database.close()


def policy_page_of(text: str) -> Page:
    """Return a policy as the engine takes it."""
    page, _ = read_page("arrived-damaged-policy.md", text.encode())
    assert page is not None
    return policy_page(page)


def other(row: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    """Return the same case for another order, asked at another moment by somebody."""
    known = json.loads(row["facts"])
    if "order_value" in known:
        known["order_value"] = f"{chance.randint(0, 50000) / 100:.2f}"
    return {
        **row,
        "id": f"{number:032x}",
        "at": (NOON + timedelta(seconds=number)).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "facts": json.dumps(known, sort_keys=True, separators=(",", ":")),
        "actor": f"Agent {number % 40}",
    }


def value(type_: str, chance: random.Random) -> str:
    """Return a value of a fact's type."""
    if type_ == "yes/no":
        return chance.choice(["yes", "no"])
    if type_ == "date":
        return "2026-03-01"
    return str(chance.randint(0, 60))


def main() -> None:
    """Fill a database, replay, and say what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--unknown", type=float, default=0.1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = open_app(Settings(data=Path(folder), database_url=None))
        fill(app, options.decisions, options.unknown)
        page = (ROOT / "content/policies/arrived-damaged-policy.md").read_text("utf-8")
        draft = page.replace("| <= 30 |", "| <= 45 |").replace("20% of Order value", "15% of Order value")
        gc.disable()  # as the command does
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        began, processor = time.monotonic(), time.process_time()
        report = app.replays.replay(OPERATOR, "arrived-damaged-policy.md", draft)
        took, burnt = time.monotonic() - began, time.process_time() - processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lost = sum(report.undecidable.values())
        print(f"{report.decisions:,} decisions, {report.changed:,} changed, {lost:,} undecidable")
        print(f"{took:.1f} s ({burnt:.1f} s of processor), {report.decisions / took:,.0f} a second")
        print(f"peak memory {before:.0f} MB before, {peak:.0f} MB after")
        app.close()


if __name__ == "__main__":
    main()
