"""Writing an export: into a new folder at one stroke, into a known one file by file, or into a ZIP."""

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from kb.library.exchanging.contents import Contents, sha256_of
from kb.library.exchanging.errors import BadManifest, NotExportable
from kb.library.exchanging.manifest import Manifest, read_manifest
from kb.library.exchanging.surveying import Progress
from kb.library.exchanging.trees import MANIFEST

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_MOST_NAMED = 20


def write_archive(contents: Contents, target: Path, progress: Progress) -> int:
    """Write a ZIP that is the same bytes for the same library, and put it in place once it is whole.

    Raises:
        NotExportable: the place cannot be written.
    """
    count = len(contents.hashes)
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".part", dir=target.absolute().parent
        )
    except OSError as error:
        raise _cannot(target, error) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            _pack(archive, MANIFEST, contents.manifest.as_bytes())
            for n, (file, data) in enumerate(contents.files()):
                progress("write", n, count)
                _pack(archive, file, data)
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        raise _cannot(target, error) from None
    finally:
        part.unlink(missing_ok=True)
    progress("write", count, count)
    return count


def write_folder(contents: Contents, target: Path, progress: Progress) -> int:
    """Write a folder; return how many of its files are new or other than before.

    A folder that is not there appears at once and whole. One that an export has written before is brought up
    to date file by file, the manifest last; what was changed in it and not imported is never overwritten.

    Raises:
        NotExportable: it holds files that are no export's, or changes that the library does not know.
    """
    try:
        if target.exists() and not target.is_dir():
            raise NotExportable(f"`{target}` is a file; an archive's name ends in `.zip`")
        if not target.exists() or not any(target.iterdir()):
            return _write_new(contents, target, progress)
        return _bring_up_to_date(contents, target, progress)
    except OSError as error:
        raise _cannot(target, error) from None


def _pack(archive: zipfile.ZipFile, file: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(file, _LONG_AGO)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _PLAIN_FILE, 3
    archive.writestr(entry, data, compresslevel=6)


def _write_new(contents: Contents, target: Path, progress: Progress) -> int:
    parent = target.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=parent))
    count = len(contents.hashes)
    try:
        for n, (file, data) in enumerate(contents.files()):
            progress("write", n, count)
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(data)
        _write_manifest(place, contents.manifest)
        place.chmod(0o755)
        if target.exists():
            target.rmdir()
        place.replace(target)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    progress("write", count, count)
    return count


def _bring_up_to_date(contents: Contents, target: Path, progress: Progress) -> int:
    before = _manifest_of(target)
    if before is None:
        raise NotExportable(f"`{target}` holds files that are no export's; choose an empty folder")
    wanted = contents.hashes
    known = before.hashes
    here = {file: _hash_at(target, file) for file in {*wanted, *known}}
    changed = sorted(
        file
        for file, sha256 in here.items()
        if sha256 not in (None, known.get(file), wanted.get(file)) and not contents.knows(file, sha256 or "")
    )
    if changed:
        names = ", ".join(f"`{file}`" for file in changed[:_MOST_NAMED])
        raise NotExportable(f"changed in `{target}` and not imported: {names}; import the folder first")
    written = 0
    for n, (file, data) in enumerate(contents.files()):
        progress("write", n, len(wanted))
        if here[file] != wanted[file]:
            _replace(target, file, data)
            written += 1
    for file in sorted(known.keys() - wanted.keys()):
        if here[file] is not None:
            (target / file).unlink()
            _remove_empty(target, (target / file).parent)
    _write_manifest(target, contents.manifest)
    progress("write", len(wanted), len(wanted))
    return written


def _manifest_of(target: Path) -> Manifest | None:
    file = target / MANIFEST
    try:
        return read_manifest(file.read_bytes() if file.is_file() else None)
    except BadManifest as error:
        raise NotExportable(str(error)) from None


def _hash_at(target: Path, file: str) -> str | None:
    _check_no_link(target, file)
    place = target / file
    return sha256_of(place.read_bytes()) if place.is_file() else None


def _check_no_link(target: Path, file: str) -> None:
    """Never write through a symbolic link, which may lead anywhere."""
    for place in [target / file, *(target / file).parents]:
        if place == target:
            return
        if place.is_symlink():
            raise NotExportable(f"`{place}` is a symbolic link; an export does not write through it")


def _replace(target: Path, file: str, data: bytes) -> None:
    place = target / file
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{sha256_of(file.encode())[:16]}.part")
    part.write_bytes(data)
    part.replace(place)


def write_manifest_again(target: Path, manifest: Manifest) -> None:
    """Put another manifest in the place of a folder's."""
    _write_manifest(target, manifest)


def _write_manifest(target: Path, manifest: Manifest) -> None:
    file = target / MANIFEST
    file.parent.mkdir(exist_ok=True)
    part = file.with_name("library.json.part")
    with part.open("wb") as opened:
        opened.write(manifest.as_bytes())
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)


def _remove_empty(target: Path, folder: Path) -> None:
    for place in (folder, *folder.parents):
        if place == target or any(place.iterdir()):
            return
        place.rmdir()


def _cannot(target: Path, error: OSError) -> NotExportable:
    return NotExportable(f"`{target}` cannot be written: {error.strerror or error}")
