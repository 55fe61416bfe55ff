"""Kill writers of the ledger two hundred times, and count what was lost.

python tests/bench/durability.py [--kills 200] [--postgresql]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from ledger_kills import Toll, kill_writers  # noqa: E402 -- after the path is set
from postgres import new_database, running_server, server_programs  # noqa: E402


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--postgresql", action="store_true")
    given = options.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        toll = _on_postgresql(folder, given.kills) if given.postgresql else _on_sqlite(folder, given.kills)
    sys.stdout.write(
        f"{toll.kills} kills in {time.perf_counter() - started:.0f} s: {toll.acknowledged} acknowledged,"
        f" {len(toll.lost)} lost, {toll.half} half there, {toll.unacknowledged} there and not acknowledged\n"
    )
    for problem in toll.problems:
        sys.stdout.write(f"problem: {problem}\n")
    return 0 if toll.clean else 1


def _on_sqlite(folder: Path, kills: int) -> Toll:
    return kill_writers(f"sqlite:///{folder / 'killed.db'}", folder, kills)


def _on_postgresql(folder: Path, kills: int) -> Toll:
    programs = server_programs()
    if programs is None:
        sys.exit("no PostgreSQL found (install Debian's postgresql)")
    with running_server(programs) as server, new_database(server) as url:
        return kill_writers(url, folder, kills)


if __name__ == "__main__":
    sys.exit(main())
