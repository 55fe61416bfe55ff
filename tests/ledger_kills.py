"""Kills writers in the middle of their work, and holds what they had acknowledged against what is there."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ledger_pages import open_desk, person
from ledger_worker import work
from sqlmodel import func, select

from kb.access import OPERATOR
from kb.model import CaseFile, LedgerEntry

ROOT = Path(__file__).parents[1]


@dataclass
class Toll:
    """What came of it: `lost` are acknowledged grants that are not there, `half` are without their file."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: list[int] = field(default_factory=list)
    half: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.half or self.problems)


def kill_writers(url: str, folder: Path, kills: int, seed: int = 0) -> Toll:
    """Kill `kills` writers, one after another, each a random moment after its first answers."""
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    told = folder / f"told-{seed}.jsonl"
    command = [sys.executable, __file__, url, str(folder), str(told), str(kills), str(seed)]
    subprocess.run(command, env=env, check=True)
    toll = Toll(kills=kills)
    lines = [line for line in told.read_text("utf-8").splitlines() if line.endswith("}")]
    _reckon(url, folder, [json.loads(line) for line in lines], toll)
    return toll


def breed(url: str, folder: Path, told: Path, kills: int, seed: int) -> None:
    """Open the desk once, and fork from it a writer for every kill: starting anew would take seconds."""
    chance = random.Random(seed)  # noqa: S311 -- moments, not secrets
    app = open_desk(folder, lambda: datetime.now(UTC), url)
    app.close()  # no connection may be shared with a child; each opens its own
    for number in range(kills):
        before = told.stat().st_size if told.exists() else 0
        child = os.fork()
        if child == 0:
            os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND), sys.stdout.fileno())
            threads = [
                threading.Thread(target=work, args=(app, f"k{seed}-{number}-{each}", 10**6, None, 1))
                for each in range(4)
            ]
            for thread in threads:
                thread.start()
            signal.pause()
        until = time.monotonic() + 30
        while (not told.exists() or told.stat().st_size <= before) and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _reckon(url: str, folder: Path, told: list[dict[str, object]], toll: Toll) -> None:
    app = open_desk(folder, lambda: datetime.now(UTC), url)
    granted = {int(str(each["grant"])) for each in told if "grant" in each}
    toll.acknowledged = len(granted)
    with app._database.read() as session:
        there = set(session.exec(select(LedgerEntry.id)).all())
        files = set(session.exec(select(CaseFile.entry_id)).all())
        known = session.exec(select(func.count()).select_from(LedgerEntry)).one()
    toll.unacknowledged = known - len(granted)
    toll.lost = sorted(granted - there)
    toll.half = len(there ^ files)
    toll.problems += app.audit.verify(OPERATOR).problems
    toll.problems += app.ledger.balance(person(app, "manager")).problems
    events = app.audit.events(OPERATOR, topic="desk", limit=1_000_000)
    grants = {each.thing for each in events if each.action == "grant"}
    if grants != {str(id_) for id_ in there}:
        toll.problems.append("the chain and the ledger do not tell of the same grants")
    app.close()


if __name__ == "__main__":
    breed(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
