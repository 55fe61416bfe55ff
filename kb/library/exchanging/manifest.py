"""The manifest of an export: what its files are, and the texts as of which they were written.

It lies in a dot folder, so that nobody takes it for a page; and it is the base of the three-way merge when
the folder comes back changed.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.library.exchanging.errors import BadManifest
from kb.sources.front import Kind

_MOST_BYTES = 64 * 1024 * 1024
_SHA = r"^[0-9a-f]{64}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Former(_Part):
    """An address that a page once had."""

    address: str = Field(min_length=1, max_length=1000)
    at: datetime


class PageRecord(_Part):
    """One page. `path` is where it lies in the library, where its file's name had to differ."""

    slug: str = Field(min_length=1, max_length=120)
    kind: Kind
    sha256: str = Field(pattern=_SHA)
    verified: datetime
    path: str | None = Field(default=None, min_length=1, max_length=1000)
    archived: datetime | None = None
    former_slugs: tuple[Former, ...] = ()
    former_paths: tuple[Former, ...] = ()


class AttachmentRecord(_Part):
    """One attachment."""

    sha256: str = Field(pattern=_SHA)
    path: str | None = Field(default=None, min_length=1, max_length=1000)


class Manifest(_Part):
    """All files of an export, by their path in it."""

    carebook: int = 1
    pages: Mapping[str, PageRecord] = Field(default_factory=dict)
    attachments: Mapping[str, AttachmentRecord] = Field(default_factory=dict)

    @property
    def hashes(self) -> Mapping[str, str]:
        """The SHA-256 of every file."""
        pages = {file: page.sha256 for file, page in self.pages.items()}
        return pages | {file: one.sha256 for file, one in self.attachments.items()}

    def as_bytes(self) -> bytes:
        """Write it so that the same library gives the same bytes, with a line for each thing said."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        plain = {"carebook": self.carebook, "pages": {}, "attachments": {}} | plain
        return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def read_manifest(data: bytes | None) -> Manifest | None:
    """Read the manifest of a tree, None where it has none.

    Raises:
        BadManifest: it is not one, or of a newer Carebook.
    """
    if data is None:
        return None
    if len(data) > _MOST_BYTES:
        raise BadManifest("the manifest `.carebook/library.json` is larger than any library's")
    try:
        found = Manifest.model_validate_json(data)
    except (ValidationError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if not isinstance(error, ValidationError) else _first(error)
        raise BadManifest(f"the manifest `.carebook/library.json` cannot be read: {first}") from None
    if found.carebook != 1:
        raise BadManifest("the manifest `.carebook/library.json` was written by a newer Carebook")
    slugs = [record.slug for record in found.pages.values()]
    if len(set(slugs)) != len(slugs):
        raise BadManifest("the manifest `.carebook/library.json` names a slug twice")
    return found


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in found['loc'])[:200]}: {found['msg']}"
