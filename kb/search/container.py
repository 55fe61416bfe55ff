"""Arrays and plain data in one file that is either whole or not there.

    magic | length of the header | header (JSON) | arrays, each at a multiple of 64 | digest of all before

It is written beside its place and then moved there at once, so a process killed
meanwhile leaves at most a file that nobody reads. Whoever opens it checks the
digest first, reading without keeping, and then maps the arrays: their pages come
into memory as they are used, and all processes of a machine share them.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kb.search.ragged import Numbers

_MAGIC = b"carebook index\n\x00"
_ALIGNED = 64
_DIGEST = 32
_CHUNK = 1 << 20
_ABANDONED = 3600


class Unreadable(Exception):  # noqa: N818 - what it says of a file
    """The file is not there, not whole, or not what was asked for."""


class Filed:
    """An array of bytes that stays in its file: what is asked for is read, and nothing kept."""

    def __init__(self, file: int, begin: int, size: int) -> None:
        """Take over a file descriptor of its own."""
        self._file = file
        weakref.finalize(self, os.close, file)
        self._begin = begin
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Numbers:  # noqa: FBT001 - NumPy's own protocol
        return np.frombuffer(self[0 : self._size], dtype=np.uint8)

    def __getitem__(self, part: slice) -> bytes:
        begin, end, _ = part.indices(self._size)
        return os.pread(self._file, end - begin, self._begin + begin)


def write(path: Path, mark: str, plain: Mapping[str, Any], arrays: Mapping[str, Numbers]) -> None:
    """Put the file in its place, whole. `mark` says which program's and whose it is.

    Raises:
        OSError: it cannot be written.
    """
    places, at = [], 0
    for name, array in arrays.items():
        places.append((name, array.dtype.str, array.shape, at))
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = json.dumps({"mark": mark, "plain": plain, "arrays": places, "size": at}).encode("ascii")
    header += b" " * (-(len(_MAGIC) + 8 + len(header)) % _ALIGNED)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.blake2b(digest_size=_DIGEST)
    _clear(path)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in _parts(header, arrays):
                digest.update(part)
                file.write(part)
            file.write(digest.digest())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _clear(path: Path) -> None:
    """Take away what processes that were killed while writing left behind."""
    for left in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def _parts(header: bytes, arrays: Mapping[str, Numbers]) -> list[bytes | memoryview]:
    parts: list[bytes | memoryview] = [_MAGIC, len(header).to_bytes(8, "little"), header]
    for array in arrays.values():
        whole = np.ascontiguousarray(array)
        parts += [whole.reshape(-1).view(np.uint8).data, b"\x00" * (-whole.nbytes % _ALIGNED)]
    return parts


def read(path: Path, mark: str, filed: Collection[str] = ()) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was written with this very `mark`; the arrays are read-only, and lie in the file.

    Those named in `filed`, of bytes, are not even mapped.

    Raises:
        Unreadable: it is not there, has another mark, is cut short or was damaged.
    """
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(len(_MAGIC) + 8)
            length = int.from_bytes(start[len(_MAGIC) :], "little")
            if not start.startswith(_MAGIC) or len(start) + length + _DIGEST > size:
                raise Unreadable(f"{path} is not a stored index")
            header = json.loads(file.read(length))
            if header["mark"] != mark:
                raise Unreadable(f"{path} was made for something else")
            begin = len(start) + length
            if begin + header["size"] + _DIGEST != size:
                raise Unreadable(f"{path} has another length than it says")
            _check(file, size - _DIGEST)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            own = os.dup(file.fileno())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"{path} cannot be read") from error
    arrays: dict[str, Any] = {
        name: Filed(os.dup(own), begin + at, shape[0])
        if name in filed
        else np.frombuffer(mapped, dtype=dtype, count=int(np.prod(shape)), offset=begin + at).reshape(shape)
        for name, dtype, shape, at in header["arrays"]
    }
    os.close(own)
    return header["plain"], arrays


def _check(file: Any, end: int) -> None:
    file.seek(0)
    digest = hashlib.blake2b(digest_size=_DIGEST)
    room = bytearray(_CHUNK)
    left = end
    while left:
        got = file.readinto(memoryview(room)[: min(left, _CHUNK)])
        if not got:
            raise Unreadable("the file ended early")
        digest.update(memoryview(room)[:got])
        left -= got
    if file.read(_DIGEST) != digest.digest():
        raise Unreadable("the file was damaged")
