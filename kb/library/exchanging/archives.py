"""A ZIP archive as a tree, opened only after every entry has been judged by name, kind and size.

One hostile entry refuses the whole archive: whoever made it is not to be believed about the rest.
"""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.library.exchanging.errors import BadArchive
from kb.library.exchanging.trees import MANIFEST
from policies import Problem

MOST_ENTRIES = 100_000
MOST_BYTES = 2 * 1024**3
MOST_RATIO = 200
_FREE_OF_RATIO = 1024 * 1024
_LONGEST_PATH = 1000
_LONGEST_NAME = 255
_HEADER = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NESTED = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar", ".zst", ".jar")


class ZipTree:
    """An archive that was found harmless; close it after use."""

    def __init__(self, file: Path) -> None:
        """Judge the archive and list its files.

        Raises:
            BadArchive: it is no ZIP, damaged, or an entry of it could do harm.
        """
        self.name = file.name
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise BadArchive("bad-archive", f"`{file.name}` is not a ZIP archive: {error}") from None
        try:
            entries = self._archive.infolist()
            _judge(entries)
        except BaseException:
            self._archive.close()
            raise
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        visible = sorted(path for path in self._entries if not _hidden(path))
        self.files: Mapping[str, int] = {path: self._entries[path].file_size for path in visible}
        self.problems = tuple(
            Problem("nested-archive", "error", path, 1, "an archive within the archive is not opened")
            for path in visible
            if path.lower().endswith(_NESTED)
        )

    def read(self, path: str, most: int) -> bytes:
        """Return the first `most` bytes of an entry.

        Raises:
            BadArchive: its bytes are not what the archive says of them.
        """
        try:
            with self._archive.open(self._entries[path]) as opened:
                data = opened.read(most)
                if len(data) < most and len(data) != self._entries[path].file_size:
                    raise BadArchive("bad-archive", "it ends before its end", path)
                return data
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
            OSError,
        ) as error:
            raise BadArchive("bad-archive", f"it cannot be unpacked: {error}", path) from None

    def manifest(self) -> bytes | None:
        """Return the manifest of an export, None where there is none."""
        if MANIFEST not in self._entries:
            return None
        return self.read(MANIFEST, self._entries[MANIFEST].file_size + 1)

    def close(self) -> None:
        """Close the file."""
        self._archive.close()


def _hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))


def _judge(entries: Iterable[zipfile.ZipInfo]) -> None:
    listed = list(entries)
    if len(listed) > MOST_ENTRIES:
        raise BadArchive("archive-bomb", f"the archive has more than {MOST_ENTRIES} entries")
    if sum(entry.file_size for entry in listed) > MOST_BYTES:
        raise BadArchive("archive-bomb", f"unpacked it would have more than {MOST_BYTES // 1024**2} MiB")
    for entry in listed:
        _judge_name(entry.orig_filename)
        _judge_kind(entry)
        _judge_size(entry)
    _judge_overlaps(listed)
    _judge_twins(listed)


def _judge_name(name: str) -> None:
    plain = name.removesuffix("/")
    if len(plain) > _LONGEST_PATH or any(
        len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME for part in plain.split("/")
    ):
        raise BadArchive("long-name", f"a name of {len(name)} characters is refused", name)
    if "\\" in name:
        raise BadArchive("bad-name", "there is a backslash in the name", name)
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name):
        raise BadArchive("bad-name", "there is a control character in the name", name)
    if name.startswith("/") or name[1:2] == ":":
        raise BadArchive("absolute-path", "the name is not relative", name)
    if any(part in ("", ".", "..") for part in plain.split("/")):
        raise BadArchive("path-traversal", "the name leads out of its folder", name)


def _judge_kind(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x2041:  # encrypted, strongly encrypted, or with a masked directory
        raise BadArchive("encrypted", "the entry is encrypted", entry.filename)
    if entry.compress_type not in _METHODS:
        raise BadArchive("bad-archive", "it is packed in an unusual way", entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > entry.is_dir():
        what = "a symbolic link" if kind == stat.S_IFLNK else "no ordinary file"
        raise BadArchive("special-file", f"the entry is {what}", entry.filename)


def _judge_size(entry: zipfile.ZipInfo) -> None:
    packed = max(1, entry.compress_size)
    if entry.file_size > _FREE_OF_RATIO and entry.file_size / packed > MOST_RATIO:
        raise BadArchive("archive-bomb", f"it grows more than {MOST_RATIO} times", entry.filename)
    if entry.compress_type == zipfile.ZIP_STORED and entry.file_size != entry.compress_size:
        raise BadArchive("bad-archive", "its sizes contradict each other", entry.filename)


def _judge_overlaps(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes, by which a small archive can unpack to petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise BadArchive("archive-bomb", "the entry shares its bytes with another", entry.filename)
        end = entry.header_offset + _HEADER + len(entry.orig_filename) + entry.compress_size


def _judge_twins(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse two names that some file system takes for one, and a file that is also a folder."""
    files: dict[str, str] = {}
    folders: set[str] = set()
    for entry in entries:
        key = folded(entry.filename.removesuffix("/"))
        parts = key.split("/")
        folders |= {"/".join(parts[:n]) for n in range(1, len(parts))}
        if entry.is_dir():
            folders.add(key)
        elif key in files:
            raise BadArchive("twice", f"it is there twice, also as `{files[key][:120]}`", entry.filename)
        else:
            files[key] = entry.filename
    for key in folders & files.keys():
        raise BadArchive("twice", "it is a file and a folder", files[key])


def folded(path: str) -> str:
    """Return what all spellings have in common that some file system takes for one name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())
