"""The use cases of exchange: the library written out, and taken in again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kb.access import Actor, Gate, use_case
from kb.audit import Event, record
from kb.library.exchanging.contents import Contents
from kb.library.exchanging.importing import Surveyed, Terms, bring_in, look, opened_tree, quietly
from kb.library.exchanging.manifest import Manifest
from kb.library.exchanging.surveying import Progress
from kb.library.exchanging.trees import FolderTree
from kb.library.exchanging.writing import write_archive, write_folder, write_manifest_again
from kb.library.intake import ImportReport
from kb.library.revising import Stamp
from kb.sources.front import Kind
from kb.storage import Database


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many pages and attachments an export holds, and how many files it wrote: the others were there."""

    pages: int
    attachments: int
    written: int


class Exchange:
    """Export and import, for those who answer for the whole library."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        after: Callable[[], object],
        clock: Callable[[], datetime],
        most_bytes: int,
    ) -> None:
        """Work on `database`, for whom `gate` admits; call `after` each import.

        An attachment may have `most_bytes`.
        """
        self.gate = gate
        self._database = database
        self._after = after
        self._clock = clock
        self._most_bytes = most_bytes

    @use_case("library.export")
    def export_to(self, actor: Actor, target: Path, progress: Progress = quietly) -> ExportReport:
        """Write everything that is content to `target`: a folder, or a ZIP where its name ends in `.zip`.

        Pages are written byte for byte as readers have them. Who wrote out the library is recorded.

        Raises:
            NotExportable: the place cannot be written, or holds what must not be overwritten.
        """
        with self._database.read() as session:
            contents = Contents(session, actor)
            write = write_archive if target.suffix.lower() == ".zip" else write_folder
            written = write(contents, target, progress)
            manifest = contents.manifest
        detail = {"pages": len(manifest.pages), "attachments": len(manifest.attachments)}
        with self._database.write() as session:
            record(session, actor, self._clock(), Event("operations", "export", target.name, detail))
        return ExportReport(len(manifest.pages), len(manifest.attachments), written)

    @use_case("library.import")
    def import_from(
        self,
        actor: Actor,
        source: Path,
        *,
        kind: Kind | None = None,
        dry_run: bool = False,
        progress: Progress = quietly,
    ) -> ImportReport:
        """Take in the folder or ZIP at `source`: all of it or, if it is interrupted, nothing.

        `kind` is given to pages that say none. A dry run reports what would happen and changes nothing. In a
        folder that an export wrote, the manifest is told which texts the library has taken from it.

        Raises:
            NotADirectoryError: `source` is neither a folder nor a file.
            ExchangeError: the archive or the manifest is refused as a whole.
        """
        terms = Terms(kind, self._most_bytes, dry_run)
        with opened_tree(source) as tree:
            surveyed = look(tree, terms, progress)
            stamp = Stamp(actor, self._clock(), f"Imported from {tree.name}", origin="import")
            report = bring_in(self._database, surveyed, terms, stamp, progress)
        if not dry_run:
            self._tell(surveyed, report)
            self._after()
        return report

    def _tell(self, surveyed: Surveyed, report: ImportReport) -> None:
        """Note in a folder's manifest the texts that both sides have now, as the base of the next merge."""
        before, tree = surveyed.manifest, surveyed.tree
        if before is None or not isinstance(tree, FolderTree):
            return
        both = {*report.updated, *report.unchanged}
        taken = {each.file: each.page.sha256 for each in surveyed.found.pages}
        pages = {
            file: page.model_copy(update={"sha256": taken[file]})
            if page.slug in both and file in taken
            else page
            for file, page in before.pages.items()
        }
        laid = {each.file: each.sha256 for each in surveyed.found.attachments}
        apart = {*report.attachments.behind, *report.attachments.conflicts}
        attachments = {
            file: one.model_copy(update={"sha256": laid[file]})
            if file in laid and (one.path or file) not in apart
            else one
            for file, one in before.attachments.items()
        }
        after = Manifest(pages=pages, attachments=attachments)
        if after != before:
            try:
                write_manifest_again(tree.root, after)
            except OSError:
                return  # a folder that cannot be written keeps its base; the next merge only has more to do
