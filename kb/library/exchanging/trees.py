"""A tree of files to be taken in: a folder, or an archive read in the same way."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from policies import Problem

MANIFEST = ".carebook/library.json"
_NOBODYS = frozenset({".carebook", ".git", ".hg", ".svn"})


class Tree(Protocol):
    """Files by path (relative, with `/`), hidden ones left out. Reading may raise `OSError`."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def files(self) -> Mapping[str, int]:
        """Every file with its size in bytes, in the order of the paths."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not even be listed."""
        ...

    def read(self, path: str, most: int) -> bytes:
        """Return the first `most` bytes of a file."""
        ...

    def manifest(self) -> bytes | None:
        """Return what an export wrote down about itself, where this is one."""
        ...


class FolderTree:
    """A folder on this machine. Symbolic links and devices are passed over, since they may lead anywhere."""

    def __init__(self, root: Path) -> None:
        """List the files below `root`.

        Raises:
            NotADirectoryError: `root` is not a folder.
        """
        if not root.is_dir():
            raise NotADirectoryError(f"`{root}` is not a folder")
        self.root = root
        self.name = root.name or str(root)
        self._problems: list[Problem] = []
        self.files: Mapping[str, int] = dict(sorted(self._list()))
        self.problems = tuple(self._problems)

    def read(self, path: str, most: int) -> bytes:
        """Return the first `most` bytes of a file."""
        with (self.root / path).open("rb") as opened:
            return opened.read(most)

    def manifest(self) -> bytes | None:
        """Return the manifest of an export, None where there is none."""
        file = self.root / MANIFEST
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None

    def _list(self) -> list[tuple[str, int]]:
        found = []
        for place, folders, files in os.walk(self.root, onerror=self._unreadable):
            self._pass_over(Path(place), folders)
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                file = Path(place, name)
                try:
                    state = file.lstat()
                except OSError as error:
                    self._unreadable(error)
                    continue
                if not name.startswith(".") and stat.S_ISREG(state.st_mode):
                    found += self._named(file, state.st_size)
        return found

    def _pass_over(self, place: Path, folders: Iterable[str]) -> None:
        for name in sorted(folders):
            if name.startswith(".") and name not in _NOBODYS:
                path = (place / name).relative_to(self.root).as_posix()
                shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
                message = "hidden folders are passed over, and what is in them"
                self._problems.append(Problem("passed-over", "warning", shown, 1, message))

    def _named(self, file: Path, size: int) -> list[tuple[str, int]]:
        path = file.relative_to(self.root).as_posix()
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
            message = "the file's name is not UTF-8"
            self._problems.append(Problem("bad-name", "error", shown, 1, message, "rename it"))
            return []
        return [(path, size)]

    def _unreadable(self, error: OSError) -> None:
        path = os.path.relpath(error.filename or self.root, self.root)
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        message = f"it cannot be read: {error.strerror or error}"
        self._problems.append(Problem("unreadable", "error", shown, 1, message))
