"""The first start: a fresh database is given its people and the starter pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from kb.access import OPERATOR
from kb.library.errors import NoStarterPages
from kb.library.exchanging.importing import Terms, look, write
from kb.library.exchanging.trees import FolderTree
from kb.library.intake import ImportReport
from kb.library.revising import Stamp
from kb.model import Article
from kb.people import add_demonstration_people
from kb.storage import Database

_NOTE = "Came with Carebook"


def begin_empty(database: Database) -> None:
    """Add the people alone to a fresh database: its pages are about to come from an export."""
    with database.write() as session:
        database.alone(session)
        add_demonstration_people(session)


def fill_when_empty(database: Database, content: Path, clock: Callable[[], datetime]) -> ImportReport | None:
    """Load the starter pages of `content` where there is no article yet; return None where there is one.

    Everything happens in one transaction. Of two processes that start at once, the second waits for the
    first and then finds nothing left to do.

    Raises:
        NoStarterPages: the database is empty and there is no folder to fill it from.
    """
    with database.read() as session:
        if _has_articles(session):
            return None
    if not content.is_dir():
        raise NoStarterPages(f"there are no starter pages at {content}; see CAREBOOK_CONTENT")
    terms = Terms()
    surveyed = look(FolderTree(content), terms)
    with database.write() as session:
        database.alone(session)
        if _has_articles(session):
            return None
        add_demonstration_people(session)
        return write(session, surveyed, terms, Stamp(OPERATOR, clock(), _NOTE, origin="start"))


def _has_articles(session: Session) -> bool:
    return session.exec(select(Article.id).limit(1)).first() is not None
