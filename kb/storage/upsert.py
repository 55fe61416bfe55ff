"""Upsert: the INSERT that knows what to do when the row is already there, the same on both databases."""

from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert: TypeAlias = postgresql.Insert | sqlite.Insert


def insert(session: Session, table: type[SQLModel]) -> Insert:
    """Return an INSERT into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`.

    On PostgreSQL the row, new or old, is locked until the transaction ends.
    """
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
