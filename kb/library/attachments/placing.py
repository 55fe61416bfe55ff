"""Laying an attachment down at its path, in the caller's transaction; the same bytes are kept once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import Session, select

from kb.access import Actor
from kb.audit import Event
from kb.library.attachments.inspecting import AttachmentRefused
from kb.model import Attachment, AttachmentContent


class AttachmentTaken(AttachmentRefused):
    """Something else lies at the path, and the caller did not say that they had seen it."""


class Placer(Protocol):
    """By whom and when; a `Stamp` is one."""

    @property
    def actor(self) -> Actor:
        """Who."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...


@dataclass(frozen=True, slots=True)
class Inspected:
    """Bytes that have been looked at."""

    data: bytes
    media_type: str
    sha256: str

    @classmethod
    def of(cls, data: bytes, media_type: str) -> "Inspected":
        """Add the hash."""
        return cls(data, media_type, hashlib.sha256(data).hexdigest())


def place(
    session: Session, path: str, inspected: Inspected, by: Placer, *, imported: bool = False
) -> Event | None:
    """Have `path` hold these bytes; return the event to record, or None where it holds them already.

    What lay there before stays in the database, under its hash. `imported` notes that it came out
    of a folder. No page reads otherwise for it, so the event is none that readers' shelves follow.
    """
    there = session.get(Attachment, path)
    if there is not None and there.sha256 == inspected.sha256:
        there.imported = inspected.sha256 if imported else there.imported
        return None
    known = select(AttachmentContent.sha256).where(AttachmentContent.sha256 == inspected.sha256)
    if session.exec(known).first() is None:
        session.add(
            AttachmentContent(
                sha256=inspected.sha256,
                media_type=inspected.media_type,
                size=len(inspected.data),
                data=inspected.data,
            )
        )
        session.flush()
    before = there.sha256 if there is not None else None
    row = there or Attachment(path=path, sha256="", author_id=0, author="", at=by.at)
    row.sha256, row.author_id, row.author, row.at = inspected.sha256, by.actor.id, by.actor.name, by.at
    row.imported = inspected.sha256 if imported else row.imported
    session.add(row)
    session.flush()
    detail = {"sha256": inspected.sha256, "before": before, "type": inspected.media_type, "path": path}
    return Event("operations", "attach", path, detail | {"bytes": len(inspected.data)})
