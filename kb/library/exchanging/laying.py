"""The attachments of an import, inside its transaction: laid down, left alone, or named as a conflict."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from kb.library.attachments.placing import Inspected, place
from kb.library.exchanging.manifest import AttachmentRecord, Manifest
from kb.library.exchanging.surveying import FoundAttachment, Progress
from kb.library.exchanging.trees import Tree
from kb.library.intake import AttachmentReport
from kb.library.revising import Stamp
from kb.model import Attachment
from policies import Problem

if TYPE_CHECKING:
    from kb.audit import Event

_NONE: Mapping[str, AttachmentRecord] = {}


class AttachmentTaking:
    """Takes attachments in, one by one; the bytes of one at a time are held."""

    def __init__(self, session: Session, tree: Tree, manifest: Manifest | None, stamp: Stamp) -> None:
        """Work in the caller's transaction."""
        self._session = session
        self._tree = tree
        self._records = manifest.attachments if manifest else _NONE
        self._stamp = stamp
        rows = session.exec(select(Attachment.path, Attachment.sha256, Attachment.imported))
        self._there = {path: (sha256, imported) for path, sha256, imported in rows}
        self._done: dict[str, list[str]] = {}
        self.events: list[Event] = []
        self.problems: list[Problem] = []

    def take(self, attachments: Iterable[FoundAttachment], most: int, progress: Progress) -> AttachmentReport:
        """Take every attachment in, and say what became of them."""
        listed = tuple(attachments)
        for n, found in enumerate(listed):
            progress("attachments", n, len(listed))
            record = self._records.get(found.file)
            path = record.path if record and record.path else found.file
            what = self._settle(path, found, record)
            if what in ("created", "updated"):
                what = self._lay(path, found, most, what)
            self._done.setdefault(what, []).append(path)
        done = {key: tuple(self._done.get(key, ())) for key in ("created", "updated", "behind", "conflicts")}
        return AttachmentReport(**done, unchanged=len(self._done.get("unchanged", ())))

    def _settle(self, path: str, found: FoundAttachment, record: AttachmentRecord | None) -> str:
        if path not in self._there:
            return "created"
        here, imported = self._there[path]
        base = record.sha256 if record else imported
        if found.sha256 == here:
            return "unchanged"
        if base == here:
            return "updated"
        if base == found.sha256:
            return "behind"
        message = f"other bytes lie at `{path}` in the library, and they did not come from this folder"
        hint = "give one of them another name; the library keeps its own"
        self.problems.append(Problem("conflict", "error", found.file, 1, message, hint))
        return "conflicts"

    def _lay(self, path: str, found: FoundAttachment, most: int, what: str) -> str:
        inspected = Inspected.of(self._tree.read(found.file, most + 1), found.media_type)
        if inspected.sha256 != found.sha256:
            message = "the file was changed while it was read"
            self.problems.append(
                Problem("changed-meanwhile", "error", found.file, 1, message, "import again")
            )
            return "refused"
        event = place(self._session, path, inspected, self._stamp, imported=True)
        self._session.flush()
        self._session.expunge_all()
        self.events += [event] if event else []
        return what
