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
PROCESSES, THREADS, EACH = 4, 16, 2


def worker(url: str, folder: Path, name: str, *numbers: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "tests" / "ledger_worker.py"), url, str(folder), name]
    return subprocess.Popen(
        [*command, *map(str, numbers)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_racing_processes_and_threads_never_overspend_lose_or_repeat_a_grant(
    any_url: str, tmp_path: Path
) -> None:
    app = open_desk(tmp_path, lambda: datetime.now(UTC), any_url)
    racing = [worker(any_url, tmp_path, f"p{n}", THREADS, EACH) for n in range(PROCESSES)]
    for process in racing:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
    for process in racing:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [json.loads(line) for process in racing for line in process.communicate()[0].splitlines()]
    assert all(process.returncode == 0 for process in racing)
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
