"""Attempts: one transaction by rules that hold, tried again where the database or the rules say so."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from kb.desk.editions import heads
from kb.desk.errors import DeskError
from kb.desk.rulebook import Rulebook
from kb.desk.rules import Rules
from kb.storage import Database

T = TypeVar("T")

_TRIES = 8
_PASSING = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL's codes for: could not serialize, deadlock, lock not available."""


class _Moved(Exception):  # noqa: N818 -- caught below and never seen
    """A policy was published since the rules were read."""


class Attempts:
    """Runs what writes to the ledger."""

    def __init__(self, database: Database, rulebook: Rulebook) -> None:
        """Write to `database` by the rules of `rulebook`."""
        self._database = database
        self._rulebook = rulebook

    def run(
        self, work: Callable[[Session, Rules], T | DeskError], *, exact: bool = True, hasty: bool = False
    ) -> T:
        """Do `work` in one transaction, by rules that are those of this very moment if it must be `exact`.

        Then a publication at the same time waits for the transaction's end, or the transaction for its end
        and begins again; otherwise the rules may be a second old. `work` may be called several times. An
        error that it returns, rather than raises, is raised after the commit. What is `hasty` does not wait
        for the disk: nothing is given by it, and whatever is given later takes it to the disk first.
        """
        for attempt in range(_TRIES):
            rules = self._rulebook.fresh() if attempt else self._rulebook.rules()
            try:
                with self._database.write(hasty=hasty) as session:
                    if exact:
                        _hold(session, rules)
                    done = work(session, rules)
            except _Moved:
                continue
            except (IntegrityError, DBAPIError) as error:
                if attempt == _TRIES - 1 or not _passing(error):
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 -- apart, not secret
            else:
                if isinstance(done, DeskError):
                    raise done
                return done
        raise DeskError("busy", "Policies are being published just now.", "Try once more.")


def _hold(session: Session, rules: Rules) -> None:
    if heads(session, hold=True) != rules.heads:
        raise _Moved


def _passing(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed when it is tried again."""
    if isinstance(error, IntegrityError):  # somebody else wrote the same key at the same moment
        return True
    if getattr(error.orig, "sqlstate", None) in _PASSING:
        return True
    return "database is locked" in str(error.orig)
