"""The index as it is stored, so that a start reads no page twice."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.search import container
from kb.search.lexicon import Lexicon
from kb.search.library import Laid, Library
from kb.search.ragged import Ragged
from kb.search.segment import Segment
from kb.search.stack import Label, Stack

if TYPE_CHECKING:
    from kb.search.ragged import Numbers
    from kb.search.snapshot import Snapshot

Unreadable = container.Unreadable

_RAGGED = ("tokens", "names", "sections", "steps", "heads", "texts", "blocks")


@cache
def _program() -> str:
    """Return what changes when this package does: what another version wrote is not what this one would."""
    digest = blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    digest.update(np.__version__.encode())
    return digest.hexdigest()


def save(path: Path, snapshot: Snapshot) -> None:
    """Store a snapshot in which no page is set apart.

    Raises:
        OSError: it cannot be written.
    """
    stack, segment = snapshot.base, snapshot.segments[0]
    plain, arrays = snapshot.lexicon.stored()
    plain["labels"] = [
        [x.slug, x.kind, x.title, x.owner, x.tags, sorted(x.names), x.folded_title, x.stamp]
        for x in stack.labels
    ]
    arrays |= {f"segment.{each.name}": getattr(segment, each.name) for each in fields(segment)}
    for name in _RAGGED:
        column: Ragged = getattr(stack, name)
        arrays |= {f"stack.{name}": np.asarray(column.values), f"stack.{name}.at": column.at}
    arrays["stack.bounds"] = stack.bounds
    arrays["pages_with_word"] = snapshot.pages_with_word
    arrays["titles_with_word"] = snapshot.titles_with_word
    container.write(path, _program(), plain, arrays)


def load(path: Path) -> tuple[Library, Snapshot]:
    """Return what was stored, and the writer that goes on from there.

    Raises:
        Unreadable: there is nothing, or nothing whole, or another version's.
    """
    plain, arrays = container.read(path, _program(), filed=("stack.texts",))
    lexicon = Lexicon.restored(plain, arrays)
    labels = [
        Label(slug, kind, title, owner, tuple(tags), frozenset(names), folded, stamp)
        for slug, kind, title, owner, tags, names, folded, stamp in plain["labels"]
    ]
    stack = Stack(labels, arrays["stack.bounds"], *(_ragged(arrays, f"stack.{name}") for name in _RAGGED))
    segment = Segment(**{each.name: arrays[f"segment.{each.name}"] for each in fields(Segment)})
    library = Library(lexicon)
    used = Laid(arrays["pages_with_word"], arrays["titles_with_word"])
    return library, library.laid_out(stack, segment, used)


def _ragged(arrays: dict[str, Numbers], name: str) -> Ragged:
    return Ragged(arrays[name], arrays[f"{name}.at"])
