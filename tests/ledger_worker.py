"""Processes that grant as fast as they can, from many threads, and say on stdout what they were told.

    python tests/ledger_worker.py URL FOLDER NAME PROCESSES THREADS EACH CUSTOMERS

A line of JSON a grant: what was granted under which key, or the code and the budget of the refusal. The
line is written after the answer, so whatever stands there was acknowledged.
"""

import json
import os
import sys
import threading
import traceback
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


def work(
    app: App, name: str, each: int, customers: int | None, amount: int = 1000, *, first: int = 0
) -> None:
    """Grant `amount` to one of so many customers after another, from the `first`; None is a new one every
    time."""
    actors = [person(app, role) for role in ("agent", "lead", "manager")]
    for turn in range(first, first + each):
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


def race(app: App, name: str, threads: int, each: int, customers: int) -> None:
    """Grant from so many threads at once."""
    workers = [
        threading.Thread(
            target=work, args=(app, f"{name}-{number}", each, customers), kwargs={"first": number}
        )
        for number in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def main() -> int:
    url, folder, name, *numbers = sys.argv[1:]
    processes, threads, each, customers = map(int, numbers)
    app = open_desk(Path(folder), lambda: datetime.now(UTC), url, ready=False)
    app.desk.complaints(person(app, "agent"))  # the pages are read once, and not again in every child
    app.close()  # no connection may be shared with a child; each opens its own
    starting, start = os.pipe()
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            os.close(start)
            os.read(starting, 1)  # ends when the parent lets go of its end
            try:
                race(app, f"{name}-{number}", threads, each, customers)
                app.close()
            except BaseException:  # noqa: BLE001 -- a child must not go on as its parent
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
    os.close(start)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


if __name__ == "__main__":
    sys.exit(main())
