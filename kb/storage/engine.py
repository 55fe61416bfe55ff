"""The engine, with the settings under which racing writers were seen to lose nothing.

Without `BEGIN IMMEDIATE` two writers that read before they write both believe what they read; with the
driver's own transactions a killed migration cannot be run again. So the driver's are off and BEGIN is ours.
"""

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_WAIT_SECONDS = 10.0


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Make the engine for `url`; `foreign_keys` is off only while a migration rebuilds tables."""
    engine = create_engine(_with_driver(url), pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, foreign_keys=foreign_keys)
    return engine


def _with_driver(url: str) -> str:
    """Name the PostgreSQL driver that Carebook brings, where the address leaves it open."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _prepare_sqlite(engine: Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={int(_WAIT_SECONDS * 1000)}")
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        begin = options.get("begin", "IMMEDIATE")
        if begin == "IMMEDIATE":
            _sync(connection, options.get("synchronous", "FULL"))
        connection.exec_driver_sql(f"BEGIN {begin}")


def _sync(connection: Connection, wanted: str) -> None:
    """Have commits wait for the disk or not; SQLite can change that between transactions only."""
    known = connection.connection.info
    if known.get("synchronous", "FULL") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        known["synchronous"] = wanted


def _use_wal(connection: Any) -> None:
    """Switch to write-ahead logging, and wait for it: SQLite does not, and two first starts would meet."""
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
