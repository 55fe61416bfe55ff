"""A real PostgreSQL for tests: found on this machine, started on a socket of its own, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_ACCOUNT = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root


def server_programs() -> Path | None:
    """The folder of the newest PostgreSQL server's programs, or None where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Yield the address of a new server's `postgres` database; `%s` stands where the name goes."""
    place = Path(tempfile.mkdtemp(prefix="carebook-pg-"))
    if _ACCOUNT:
        shutil.chown(place, _ACCOUNT)
    data = place / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=_ACCOUNT, cwd=place, check=True, capture_output=True)

    run(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
    settings = f"-k {place} -c listen_addresses= -c fsync=off -c max_connections=200"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", settings, "start")
    try:
        yield f"postgresql://postgres@/%s?host={place}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """Yield the address of a fresh, empty database of `server`, dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server % "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield server % name
    finally:
        with psycopg.connect(server % "postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
