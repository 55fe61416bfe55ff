"""The first start: a fresh database is given its people and the starter pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from kb.access import OPERATOR
from kb.library.admission import admit
from kb.library.errors import NoStarterPages
from kb.library.intake import ImportReport, take_in
from kb.library.revising import Stamp
from kb.model import Article
from kb.people import add_demonstration_people
from kb.sources.folder import read_folder
from kb.storage import Database

_NOTE = "Came with Carebook"


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
    folder = read_folder(content)
    admission = admit(folder)
    with database.write() as session:
        database.alone(session)
        if _has_articles(session):
            return None
        add_demonstration_people(session)
        return take_in(session, folder, admission, Stamp(OPERATOR, clock(), _NOTE, origin="start"))


def _has_articles(session: Session) -> bool:
    return session.exec(select(Article.id).limit(1)).first() is not None
