"""Grants a second on both databases, and what it costs to log every case.

    python tests/bench/ledger.py [--grants 300]

Processor time is what the machine's load does not change; the wall clock has the disk's waiting in it.
"""

import argparse
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from ledger_pages import FACTS, SORRY, open_desk, person  # noqa: E402 -- after the path is set
from postgres import new_database, running_server, server_programs  # noqa: E402

from kb.app import App  # noqa: E402
from kb.desk import Case  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--grants", type=int, default=300)
    grants = options.parse_args().grants
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        _measure("SQLite", folder, f"sqlite:///{folder / 'bench.db'}", grants)
        programs = server_programs()
        if programs is not None:
            server = stack.enter_context(running_server(programs))
            _measure("PostgreSQL", folder, stack.enter_context(new_database(server)), grants)


def _measure(name: str, folder: Path, url: str, grants: int) -> None:
    app = open_desk(folder, lambda: datetime.now(UTC), url)
    agent = person(app, "agent")
    days = [{"days_late": str(number % 9 + 1)} for number in range(grants)]
    cases = [Case("late_delivery", FACTS | each, f"C-{number}") for number, each in enumerate(days)]
    app.desk.consult(agent, cases[0])
    ids, consulting = _timed(lambda: [app.desk.consult(agent, case).id for case in cases])
    again, stepping = _timed(lambda: [app.desk.consult(agent, case, "step-by-step").id for case in cases])
    assert len(again) == grants
    _, granting = _timed(lambda: _grant(app, ids))
    for what, (wall, cpu) in (("consult", consulting), ("a step of one case", stepping), ("grant", granting)):
        sys.stdout.write(
            f"{name}: {what}: {1000 * cpu / grants:.2f} ms of processor, {1000 * wall / grants:.2f} ms,"
            f" {grants / wall:.0f} a second\n"
        )
    app.close()


def _grant(app: App, ids: list[str]) -> None:
    """Grant from four threads; a penny each, so that no budget is used up."""
    agent = person(app, "agent")

    def work(mine: list[str]) -> None:
        for id_ in mine:
            app.desk.grant(agent, id_, "goodwill_credit", 1, key=id_, confirmed=SORRY)

    threads = [threading.Thread(target=work, args=(ids[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _timed(work: object) -> tuple[list[str], tuple[float, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()  # type: ignore[operator]
    return done, (time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    main()
