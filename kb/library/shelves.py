"""The shelves: the catalogue kept up to date with the database, whoever wrote to it.

A server and a command line may share one database. So before anybody reads, at most once a second, one cheap
question is asked: has the feed of what is done in the library moved? If so, the articles that it names are
read, and whoever follows (the search index, the desk) is told.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from kb.audit import feed
from kb.library.catalogue import Catalogue, Entry, Former
from kb.library.heads import Head, ReadPage, as_entry, former_addresses, heads, read_heads, still
from kb.library.parsed import ParsedPages
from kb.model import AuditEvent
from kb.storage import Database

_SECONDS_BETWEEN_LOOKS = 1.0
_MOST_EVENTS = 500
_OF_DRAFTS = "draft."


@dataclass(frozen=True, slots=True)
class Change:
    """The catalogue as it is now, the pages that are new or changed, and the slugs that went."""

    catalogue: Catalogue
    pages: tuple[ReadPage, ...]
    gone: tuple[str, ...]


Follower = Callable[[Change], None]


class Shelves:
    """Keeps the catalogue. Safe to use from any number of threads."""

    def __init__(
        self,
        database: Database,
        monotonic: Callable[[], float] = time.monotonic,
        parsed: ParsedPages | None = None,
    ) -> None:
        """Follow `database`; nothing is read before the first question.

        What `parsed` remembers of pages is not parsed again.
        """
        self._parsed = parsed
        self._database = database
        self._monotonic = monotonic
        self._followers: list[Follower] = []
        self._before_looks: list[Callable[[], None]] = []
        self._refreshing = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._feed = 0
        self._looked = 0.0

    def follow(self, follower: Follower) -> None:
        """Have `follower` told of every change; call this before the first question."""
        self._followers.append(follower)

    def before_looking(self, call: Callable[[], None]) -> None:
        """Have `call` made before each look at the database; it must not ask the shelves anything."""
        self._before_looks.append(call)

    def catalogue(self) -> Catalogue:
        """Return the catalogue, at most about a second old.

        While another thread brings it up to date, it is answered from what is there.
        """
        known = self._catalogue
        if known is not None and self._monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS:
            return known
        if known is not None and self._refreshing.locked():
            return known
        return self.refresh()

    def refresh(self) -> Catalogue:
        """Look now, and return the catalogue as of this moment."""
        with self._refreshing:
            self._looked = self._monotonic()
            for call in self._before_looks:
                call()
            with self._database.read() as session:
                newest = feed(session, "library")
                if self._catalogue is not None and newest == self._feed:
                    return self._catalogue
                change = self._changes(session)
            if change is None:
                self._feed = newest
                assert self._catalogue is not None  # noqa: S101 -- without one everything is a change
                return self._catalogue
            for follower in self._followers:
                follower(change)
            self._feed, self._catalogue = newest, change.catalogue
            return change.catalogue

    def read(self, slug: str) -> tuple[ReadPage, Entry] | None:
        """Return what stands at `slug` at this moment; who may see it is the caller's to ask."""
        with self._database.read() as session:
            found = heads(session, (slug,))
            if not found:
                return None
            ((head, page, revision, tags),) = read_heads(session, found, self._parsed)
            return page, as_entry(head, revision, page, tags)

    def _changes(self, session: Session) -> Change | None:
        """Return what changed, looking only at the articles that the feed names where that is enough."""
        before = self._catalogue
        if before is not None:
            named = self._named(session)
            if named is not None and not named:
                return None
            found = heads(session, named) if named else ()
            if named and len(found) == len(named) and all(_in_place(before, head) for head in found):
                return self._after(session, found, before.former, whole=False)
        return self._after(session, heads(session), former_addresses(session), whole=True)

    def _named(self, session: Session) -> set[str] | None:
        """Return the things that the feed names since the last look, or None: too many to tell."""
        events = session.exec(
            select(AuditEvent.action, AuditEvent.thing)
            .where(col(AuditEvent.topic) == "library", col(AuditEvent.seq) > self._feed)
            .order_by(col(AuditEvent.seq))
            .limit(_MOST_EVENTS + 1)
        ).all()
        if len(events) > _MOST_EVENTS:
            return None
        return {thing for action, thing in events if not action.startswith(_OF_DRAFTS)}

    def _after(self, session: Session, found: Sequence[Head], former: Former, *, whole: bool) -> Change:
        before = self._catalogue
        known = {entry.id: entry for entry in before.all()} if before else {}
        entries = {} if whole else dict(known)
        pages: list[ReadPage] = []
        unread: list[Head] = []
        for head in found:
            entry = known.get(head.id)
            fresh = still(head, entry) if entry is not None else None
            if fresh is None:
                unread.append(head)
            else:
                entries[head.id] = fresh
        for head, page, revision, tags in read_heads(session, unread, self._parsed):
            entries[head.id] = as_entry(head, revision, page, tags)
            pages += [page] if head.archived_at is None else []
        if whole:
            entries = {head.id: entries[head.id] for head in found}
        if self._parsed is not None:
            self._parsed.save(soon=before is None)
        catalogue = Catalogue(entries.values(), former, before)
        gone = tuple(slug for slug in (before.entries if before else ()) if slug not in catalogue.entries)
        return Change(catalogue, tuple(pages), gone)


def _in_place(before: Catalogue, head: Head) -> bool:
    """Whether an article is where it was, so that no address leads anywhere else than before."""
    entry = before.at(head.slug)
    return entry is not None and (entry.id, entry.path, entry.archived) == (
        head.id,
        head.path,
        head.archived_at is not None,
    )


__all__ = ["Change", "ReadPage", "Shelves"]
