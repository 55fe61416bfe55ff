"""A finding: a problem that a proof turned up, the cases it is about, and one of them to try."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from policies.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Witness:
    """One case that shows a finding: put to `Book.decide`, it comes out as the finding says.

    `facts` are values as text by fact key, every fact of the policy; `as_of` is a day on which the policy
    and the vocabulary of the finding are in force together, or None where any day will do. `words` says the
    facts.
    """

    complaint: str
    role: str
    facts: Mapping[str, str] = field(hash=False)
    as_of: date | None = None
    words: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Say it: `Days since delivery 31, Photo no, as agent`."""
        return f"{self.words}, as {self.role}" if self.words else f"as {self.role}"

    def as_json(self) -> dict[str, object]:
        """Return the witness as plain data."""
        return {
            "complaint": self.complaint,
            "role": self.role,
            "facts": dict(self.facts),
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


class References(Protocol):
    """What the caller knows about links."""

    def __call__(self, path: str, href: str) -> Literal["found", "no-page", "no-anchor"]:
        """Tell where a link leads, as written on the page of that path; a link out of the library is
        found."""


@dataclass(frozen=True, slots=True)
class Finding(Problem):
    """A problem proved over all cases: `region` says which ones, `witness` is one of them.

    Findings never keep a page from being executed; errors among them keep it from being published.
    """

    blocks: bool = False
    region: str = ""
    witness: Witness | None = None

    def __str__(self) -> str:
        """Say it in one line: place, code, message, cases, an example, hint."""
        said = f"{self.path}:{self.line}: {self.code}: {self.message}"
        if self.region:
            said += f": {self.region}"
        if self.witness is not None:
            said += f" (for example {self.witness})"
        return f"{said}; {self.hint}" if self.hint else said

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain data: a problem's, and the region and the witness (or None)."""
        witness = self.witness.as_json() if self.witness else None
        return {**Problem.as_json(self), "region": self.region, "witness": witness}
