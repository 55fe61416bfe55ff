"""A process that grants as fast as it can, from many threads, and says on stdout what it was told.

    python tests/ledger_worker.py URL FOLDER NAME THREADS EACH [CUSTOMERS]

A line of JSON a grant: what was granted under which key, or the code and the budget of the refusal. The
line is written after the answer, so whatever stands there was acknowledged.
"""

import json
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from ledger_pages import FACTS, SORRY, open_desk, person

from kb.app import App
from kb.desk import Case, NotGranted

_PRINTING = threading.Lock()


def say(thing: dict[str, object]) -> None:
    with _PRINTING:
        sys.stdout.write(json.dumps(thing) + "\n")
        sys.stdout.flush()


def work(app: App, name: str, each: int, customers: int | None, amount: int = 1000) -> None:
    """Grant `amount` to one of so many customers after another; None is a new one every time."""
    actors = [person(app, role) for role in ("agent", "lead", "manager")]
    for turn in range(each):
        key = f"{name}-{turn}"
        actor, customer = actors[turn % len(actors)], f"C-{turn % customers if customers else key}"
        case = Case("late_delivery", FACTS, customer=customer, order=f"O-{key}", reference=f"T-{key}")
        try:
            id_ = app.desk.consult(actor, case).id
            entry = app.desk.grant(actor, id_, "goodwill_credit", amount, key=key, confirmed=SORRY)
            again = app.desk.grant(actor, id_, "goodwill_credit", amount, key=key, confirmed=SORRY)
            say({"key": key, "grant": entry.id, "again": again.id, "customer": customer, "actor": actor.id})
        except NotGranted as refusal:
            say({"key": key, "code": refusal.code, "budget": refusal.budget, "left": refusal.left})


def main() -> None:
    url, folder, name, threads, each, *more = sys.argv[1:]
    app = open_desk(Path(folder), lambda: datetime.now(UTC), url)
    say({"ready": name})
    sys.stdin.readline()
    customers = int(more[0]) if more else 2
    workers = [
        threading.Thread(target=work, args=(app, f"{name}-{number}", int(each), customers))
        for number in range(int(threads))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    app.close()


if __name__ == "__main__":
    main()
