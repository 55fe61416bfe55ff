"""How long a large library takes to be taken in and written out, and how much memory that needs.

    python tests/bench/exchange.py FOLDER [--files 10000] [--database URL]

Copies the Markdown files of FOLDER under new folders until there are so many, imports them, imports them
again unchanged, exports them to a folder and to a ZIP, and imports that ZIP into a second database. Each step
is a process of its own; seconds are of the processor and of the clock, memory is the process's peak.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def replicate(source: Path, target: Path, files: int) -> int:
    found = sorted(file for file in source.rglob("*.md") if file.is_file())
    for n in range(files):
        file = found[n % len(found)]
        place = target / f"copy-{n // len(found):03}" / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes() + f"\nCopy {n}.\n".encode())
    return sum(file.stat().st_size for file in target.rglob("*.md"))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(what: str, words: Sequence[str], env: dict[str, str]) -> None:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    measured = (
        "import resource, sys\nfrom kb.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "    sys.stderr.write(f'peak {peak} MiB\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", measured, *words],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stdout.strip().splitlines()[-1:] or ["(nothing)"]
    peak = done.stderr.strip().splitlines()[-1:]
    say(f"{what:28} {wall:7.1f} s  {cpu:7.1f} s cpu  {' '.join(peak):14} {said[0][:90]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--database", help="a fresh PostgreSQL database instead of SQLite")
    asked = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="carebook-exchange-"))
    try:
        size = replicate(asked.folder, place / "source", asked.files)
        say(f"{asked.files} files, {size / 1024 / 1024:.0f} MiB")
        (place / "empty").mkdir()
        env = {"CAREBOOK_DATA": str(place / "one"), "CAREBOOK_CONTENT": str(place / "empty")}
        env |= {"CAREBOOK_DATABASE_URL": asked.database} if asked.database else {}
        run("import", ["import", str(place / "source"), "--kind", "help"], env)
        run("import again, unchanged", ["import", str(place / "source"), "--kind", "help"], env)
        run("export to a folder", ["export", str(place / "out")], env)
        run("export to a ZIP", ["export", str(place / "out.zip")], env)
        other = {"CAREBOOK_DATA": str(place / "two"), "CAREBOOK_DATABASE_URL": ""}
        run("import that ZIP, SQLite", ["import", str(place / "out.zip")], env | other)
        run("export again", ["export", str(place / "again")], env | other)
        same = subprocess.run(["diff", "-rq", place / "out", place / "again"], check=False).returncode == 0
        say(f"the two exports are {'identical' if same else 'DIFFERENT'}")
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
