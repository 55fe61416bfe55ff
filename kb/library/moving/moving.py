"""The use cases: rename, move, merge, archive, unarchive; each one transaction, each with a dry run."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from kb.access import Actor, Gate, use_case
from kb.audit import record
from kb.library.moving import merging, places
from kb.library.moving.errors import AddressTaken
from kb.library.moving.merging import Told
from kb.library.moving.renaming import rename
from kb.library.moving.report import Move, MoveReport
from kb.library.moving.work import Work
from kb.library.revising import Stamp
from kb.library.shelves import Shelves
from kb.storage import Database


class _Undone(Exception):  # noqa: N818 -- the end of a dry run, and no error
    """Everything was tried, and nothing is to stay."""


class Moving:
    """What managers do with addresses. Every use case takes the actor first and passes the gate.

    With `dry_run` the report tells what would be done, and nothing is.
    """

    def __init__(
        self, database: Database, gate: Gate, shelves: Shelves, clock: Callable[[], datetime]
    ) -> None:
        """Move what is in `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._shelves = shelves
        self._clock = clock

    @use_case("library.move")
    def move(self, actor: Actor, slug: str, to: Move, *, dry_run: bool = False) -> MoveReport:
        """Give the page at `slug` another slug, path or title; links to it, and its own, follow.

        Its old addresses go on leading to it. Each page whose links change gets a minor revision.

        Raises:
            NotFound: there is no page at `slug`.
            BadAddress: what was asked for is no slug, path or title.
            AddressTaken: another page is, or used to be, at that address.
            CannotMove: the page's front matter cannot say its new slug or title.
        """
        return self._do(actor, dry_run, lambda work: rename(work, places.article_at(work.session, slug), to))

    @use_case("library.move")
    def merge(self, actor: Actor, slug: str, into: str, *, dry_run: bool = False) -> MoveReport:
        """Archive the page at `slug` and have all its addresses, and the links to it, lead to `into`.

        What only the merged page says is for an editor to carry over before; its revisions stay.

        Raises:
            NotFound: there is no page at `slug` or at `into`.
            CannotMove: the two are one page, the second is archived, or the first is the vocabulary.
        """

        def both(work: Work) -> Told:
            old = places.article_at(work.session, slug)
            return merging.merge(work, old, places.article_at(work.session, into))

        return self._do(actor, dry_run, both)

    @use_case("library.archive")
    def archive(self, actor: Actor, slug: str, *, dry_run: bool = False) -> MoveReport:
        """Put a page away: out of lists and search, but its address and its text stay, and it can come back.

        The report names the pages that link to it, and what is lost without it.

        Raises:
            NotFound: there is no page at `slug`.
            CannotMove: it is the vocabulary.
        """
        return self._do(
            actor, dry_run, lambda work: merging.archive(work, places.article_at(work.session, slug))
        )

    @use_case("library.archive")
    def unarchive(self, actor: Actor, slug: str, *, dry_run: bool = False) -> MoveReport:
        """Bring an archived page back to where it was.

        What it was merged into gives its slug and path up again; older addresses of it, and links that were
        rewritten, stay with that page.

        Raises:
            NotFound: there is no page at `slug`.
            AddressTaken: another page lies at its path now.
        """
        return self._do(
            actor, dry_run, lambda work: merging.unarchive(work, places.article_at(work.session, slug))
        )

    def _do(self, actor: Actor, dry_run: bool, act: Callable[[Work], Told]) -> MoveReport:  # noqa: FBT001
        """Do it in one transaction, and undo it after a dry run."""
        catalogue = self._shelves.refresh()
        stamp = Stamp(actor, self._clock(), "", material=False, origin="moved")
        try:
            with self._database.write() as session:
                self._database.alone(session)
                report, events = act(Work(session, catalogue, stamp, done=not dry_run))
                record(session, actor, stamp.at, *events)
                _undo(dry_run)
        except _Undone:
            return report
        except IntegrityError as error:
            message = "Somebody else changed these pages at the same moment; look, and try again."
            raise AddressTaken(message) from error
        self._shelves.refresh()
        return report


def _undo(dry_run: bool) -> None:  # noqa: FBT001 -- it says what it is
    if dry_run:
        raise _Undone
