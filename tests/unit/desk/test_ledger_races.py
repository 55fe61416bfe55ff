import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from ledger_pages import open_desk, person

from kb.access import OPERATOR

ROOT = Path(__file__).parents[3]
PROCESSES, THREADS, EACH, CUSTOMERS = 4, 16, 1, 2


def raced(url: str, folder: Path) -> list[dict[str, object]]:
    """Return what the racing threads were told."""
    command = [sys.executable, str(ROOT / "tests" / "ledger_worker.py"), url, str(folder), "race"]
    done = subprocess.run(
        [*command, *map(str, (PROCESSES, THREADS, EACH, CUSTOMERS))],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_racing_processes_and_threads_never_overspend_lose_or_repeat_a_grant(
    any_url: str, tmp_path: Path
) -> None:
    told = raced(any_url, tmp_path)
    app = open_desk(tmp_path, lambda: datetime.now(UTC), any_url, ready=False)
    assert len(told) == PROCESSES * THREADS * EACH

    granted = [each for each in told if "grant" in each]
    refused = [each for each in told if "code" in each]
    entries = app.ledger.entries(OPERATOR, limit=1000)
    assert {each["grant"] for each in granted} == {entry.id for entry in entries}, "lost or invented"
    assert all(each["again"] == each["grant"] for each in granted), "granted twice for one key"
    assert {each["code"] for each in refused} == {"over-budget"}
    assert {each["budget"] for each in refused} <= {"goodwill_per_customer", "goodwill_per_agent"}
    spent = Counter[str | None]()
    for entry in entries:
        spent[entry.customer] += entry.amount
    assert spent == {"C-0": 6000, "C-1": 6000}, "every budget is used up, to the penny, and no further"
    balance = app.ledger.balance(person(app, "manager"))
    assert balance.problems == ()
    assert balance.sums[0].net == 12000
    assert app.audit.verify(OPERATOR).problems == ()
    app.close()
