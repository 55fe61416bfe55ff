"""Database: sessions for readers and for the one writer, and the tables brought up to date."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import Session

from kb.storage.engine import make_engine
from kb.storage.erasing import erase
from kb.storage.migrate import migrate

_IMPORT_LOCK = 7_203_118  # any number, as long as no other program on this database uses it

_HASTY = text("SET LOCAL synchronous_commit = off")


class StorageError(Exception):
    """The database cannot be opened or brought up to date; the message says what to look at."""


class Database:
    """One database. Sessions end with their block; nothing read in one may be used after it."""

    def __init__(self, url: str) -> None:
        """Open the database at `url`, making the folder of a SQLite file.

        Raises:
            StorageError: the address or the place cannot be used.
        """
        try:
            place = make_url(url)
            if place.get_backend_name() == "sqlite" and place.database:
                Path(place.database).parent.mkdir(parents=True, exist_ok=True)
            self._engine = make_engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise StorageError(
                f"the database address cannot be used: {error}; see CAREBOOK_DATABASE_URL"
            ) from None
        except OSError as error:
            raise StorageError(f"no database can be kept there: {error}; see CAREBOOK_DATA") from None
        self._url = url
        self._readers = self._engine.execution_options(begin="DEFERRED")
        if self._engine.dialect.name == "postgresql":  # where a reader sees one moment only if it asks to
            self._readers = self._engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._hasty = self._engine.execution_options(synchronous="NORMAL")
        # SQLite's own waiting is unfair: sixteen threads waited six times longer without this lock.
        self._writing = threading.Lock()

    def migrate(self) -> None:
        """Bring the tables up to date, or make them.

        Raises:
            StorageError: the database cannot be reached, is damaged, or belongs to a newer Carebook.
        """
        try:
            migrate(self._url)
        except DBAPIError as error:
            raise StorageError(f"the database cannot be used: {error.orig}") from error
        except LookupError as error:
            raise StorageError(str(error)) from None

    @contextmanager
    def write(self, *, hasty: bool = False) -> Iterator[Session]:
        """Give a session that may write; the block's end commits, an error in it leaves nothing.

        A `hasty` commit does not wait for the disk. A kill of the program loses nothing of it, but the
        machine's power failing within about a second may, unless a write that is not hasty was committed
        since: that one is on the disk only with all before it.
        """
        engine = self._hasty if hasty else self._engine
        with self._writing, Session(engine) as session, session.begin():
            if hasty and engine.dialect.name == "postgresql":
                session.execute(_HASTY)
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that sees the database as it is at this moment."""
        with Session(self._readers) as session:
            yield session

    def alone(self, session: Session) -> None:
        """Wait until no other process loads pages; held until the session's transaction ends.

        On SQLite the transaction itself is that lock.
        """
        if self._engine.dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT_LOCK})

    def erase(self, tables: tuple[str, ...]) -> bool:
        """Leave no trace, in the database's own files, of what was deleted from `tables`.

        False where somebody who is reading kept a part of it: then it is to be done again. Call it outside
        any transaction.
        """
        with self._writing:
            return erase(self._engine, tables)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
