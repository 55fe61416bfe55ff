"""What becomes of a page that is there already: the file's text, the library's, or both put together."""

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session, col, select

from kb.library.exchanging.identities import Head
from kb.library.merging import merge3way
from kb.model import Revision

What = Literal["unchanged", "updated", "behind", "merged", "conflict"]
_FROM_FILES = ("start", "import")


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome. `text` is what is to be stored, or of a conflict both texts between markers."""

    what: What
    text: str = ""
    line: int = 1


def settle(session: Session, head: Head, text: str, sha256: str, base_sha256: str | None) -> Settled:
    """Say what becomes of the article `head` now that a file says `text`.

    The base is the text as of which the file was written: the manifest's, else the last one that came out of
    a folder. A file that is still its base, or an earlier text, tells nothing new, and what was written
    since in the library stays; where both have changed they are merged by lines.
    """
    if sha256 == head.sha256:
        return Settled("unchanged")
    base = _base(session, head, base_sha256)
    if base is not None and base[1] == head.sha256:
        return Settled("updated", text)
    if base is not None and (base[1] == sha256 or _is_earlier(session, head, sha256)):
        return Settled("behind")
    theirs = _body(session, head, head.current)
    before = _body(session, head, base[0]) if base is not None else ""
    merged = merge3way(before, text, theirs)
    if not merged.clean:
        marker = merged.text.find("<<<<<<<")
        return Settled("conflict", merged.text, merged.text.count("\n", 0, max(0, marker)) + 1)
    if merged.text == theirs:
        return Settled("behind")
    return Settled("updated" if merged.text == text else "merged", merged.text)


def _base(session: Session, head: Head, sha256: str | None) -> tuple[int, str] | None:
    """Return the number and the hash of the revision that the file was written upon."""
    wanted = select(Revision.number, Revision.sha256).where(Revision.article_id == head.id)
    newest_first = wanted.order_by(col(Revision.number).desc())
    if sha256 is not None:
        found = session.exec(newest_first.where(Revision.sha256 == sha256)).first()
        if found is not None:
            return found[0], found[1]
    last = session.exec(newest_first.where(col(Revision.origin).in_(_FROM_FILES))).first()
    return (last[0], last[1]) if last is not None else None


def _is_earlier(session: Session, head: Head, sha256: str) -> bool:
    query = select(Revision.id).where(Revision.article_id == head.id, Revision.sha256 == sha256)
    return session.exec(query.limit(1)).first() is not None


def _body(session: Session, head: Head, number: int) -> str:
    return session.exec(
        select(Revision.body).where(Revision.article_id == head.id, Revision.number == number)
    ).one()
