"""The text of a page as it is kept: packed in short blocks, of which a snippet unpacks one or two."""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 4096
_LEVEL = 6


def pack(text: str) -> tuple[bytes, NDArray[np.int32]]:
    """Return the packed blocks of `text`, `BLOCK` characters each, and where each of them ends."""
    blocks = [
        zlib.compress(text[start : start + BLOCK].encode("utf-8", "surrogatepass"), _LEVEL)
        for start in range(0, len(text), BLOCK)
    ]
    return b"".join(blocks), np.cumsum([len(block) for block in blocks], dtype=np.int32)


def unpack(packed: bytes | NDArray[np.uint8], ends: NDArray[np.int32], start: int, end: int) -> str:
    """Return the characters from `start` to `end`, as far as there are any."""
    first, last = max(0, start) // BLOCK, min((end - 1) // BLOCK, len(ends) - 1)
    if end <= start or first > last:
        return ""
    bounds = [0 if first == 0 else int(ends[first - 1]), *ends[first : last + 1].tolist()]
    whole = packed if isinstance(packed, bytes) else packed.data
    text = "".join(
        zlib.decompress(whole[begin:stop]).decode("utf-8", "surrogatepass")
        for begin, stop in pairwise(bounds)
    )
    return text[max(0, start) - first * BLOCK : end - first * BLOCK]
