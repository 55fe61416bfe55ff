"""Alembic, run by the program itself: one transaction from the tables that are to the tables needed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from kb.storage.engine import make_engine

_SCRIPTS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 7_203_117


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest tables.

    The transaction begins with the write lock, so of two processes one waits and then finds the work done; a
    kill in the middle leaves the tables as they were. Foreign keys are off meanwhile, because rebuilding a
    parent table would otherwise delete its children, and are checked before the end.

    Raises:
        LookupError: the database was made by a newer Carebook, or the check found rows that point nowhere.
    """
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _upgrade(connection)
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LookupError(
            f"the database does not fit this Carebook: {error}; use the newer release"
        ) from None
    if connection.dialect.name == "sqlite":
        astray = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if astray:
            raise LookupError(
                f"the database is damaged: {len(astray)} row(s) point at rows that are not there"
            )
