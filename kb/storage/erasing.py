"""Erasing: rows that were deleted, gone from the pages of the file too, and not only from answers."""

import time

from sqlalchemy import Engine

_TRIES = 20


def erase(engine: Engine, tables: tuple[str, ...]) -> bool:
    """Rewrite the database without what was deleted from `tables`; False where readers kept a part of it.

    On SQLite the file is rewritten whole and the log beside it emptied, on PostgreSQL the tables; backups are
    whoever makes them's to delete. It waits for writers, and writers for it.
    """
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            _postgresql(connection, tables)
            return True
        return _sqlite(connection)
    finally:
        connection.close()


def _postgresql(connection: object, tables: tuple[str, ...]) -> None:
    driver = connection.driver_connection  # type: ignore[attr-defined]
    driver.rollback()
    driver.autocommit = True
    try:
        for table in tables:
            driver.execute(f"VACUUM FULL {table}")
    finally:
        driver.autocommit = False


def _sqlite(connection: object) -> bool:
    run = connection.driver_connection.execute  # type: ignore[attr-defined]
    run("PRAGMA secure_delete=ON")
    run("VACUUM")
    for _ in range(_TRIES):
        busy, *_rest = run("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
        time.sleep(0.1)
    return False
