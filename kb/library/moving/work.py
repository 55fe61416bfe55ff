"""What one move works with: its transaction, who links to whom, and by whom it is done."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from kb.library.catalogue import Catalogue
from kb.library.moving.report import MoveReport
from kb.library.revising import Stamp
from kb.model import Article


@dataclass(frozen=True, slots=True)
class Work:
    """One move under way; with `done` false it is a dry run, and all of it will be undone."""

    session: Session
    catalogue: Catalogue
    stamp: Stamp
    done: bool

    def linking(self, article: Article) -> tuple[str, ...]:
        """Return the slugs of the live pages that link to an article, as of just before the move."""
        return tuple(entry.slug for entry in self.catalogue.links_to(article.slug))

    def noted(self, note: str) -> Stamp:
        """Return the stamp with a note for one revision."""
        return replace(self.stamp, note=note)

    def report(self, action: str, article: Article, *warnings: str) -> MoveReport:
        """Return the beginnings of a report on what became of an article."""
        place = (article.slug, article.path, article.title)
        return MoveReport(action, *place, warnings=warnings, done=self.done)
