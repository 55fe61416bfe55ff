"""What differs between two revisions: changes of verdicts, case by case, and notes on what cannot be
compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from policies.analysis.finding import Witness

Kind: TypeAlias = Literal["looser", "tighter", "changed"]
MOST_SAID = 6


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Cases in which the verdict on one remedy is another one, for each of `roles` (keys, lowest first).

    `looser` is more for the customer or the role in every such case, `tighter` less, `changed` neither or
    both. The `regions` are disjoint; where amounts are formulas the change may show in some of their cases
    only, as `where` says. `before` and `after` are one case, as the old and the new book can be asked about
    it.
    """

    complaint: str
    remedy: str
    remedy_label: str
    roles: tuple[str, ...]
    kind: Kind
    regions: tuple[str, ...]
    where: str
    old: str
    new: str
    before: Witness
    after: Witness

    @property
    def region(self) -> str:
        """The cases in words, at most a few boxes of them."""
        said = [*self.regions[:MOST_SAID]]
        if len(self.regions) > MOST_SAID:
            said.append(f"and {len(self.regions) - MOST_SAID} regions more")
        return "; or ".join(said) + (f", {self.where}" if self.where else "")

    def __str__(self) -> str:
        """Say it in one line."""
        roles = ", ".join(self.roles)
        said = f"{self.complaint}: {self.remedy_label} is {self.kind} for {roles}: {self.old} -> {self.new}"
        return f"{said}: {self.region} (for example {self.after})"

    def as_json(self) -> dict[str, object]:
        """Return the change as plain data."""
        return {
            "complaint": self.complaint,
            "remedy": self.remedy,
            "roles": list(self.roles),
            "change": self.kind,
            "regions": list(self.regions),
            "where": self.where,
            "old": self.old,
            "new": self.new,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Note:
    """What is not a case of both: only one revision has it, or they cannot be compared.

    `what` is `fact`, `remedy`, `role`, `budget`, `currency`, `complaint` or `unproved` (the comparison of a
    complaint type could not be made or finished: nothing is said of its cases).
    """

    what: str
    key: str
    message: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.what}: {self.message}"

    def as_json(self) -> dict[str, object]:
        """Return the note as plain data."""
        return {"what": self.what, "key": self.key, "message": self.message}


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two revisions."""

    changes: tuple[VerdictChange, ...]
    notes: tuple[Note, ...]

    @property
    def equal(self) -> bool:
        """Whether every case has the same verdicts in both, and the same cases can be asked; proved, or
        False."""
        return not self.changes and not self.notes

    def __str__(self) -> str:
        """Say it, a line for each change and note."""
        return "\n".join(map(str, (*self.notes, *self.changes))) or "equal in every case"

    def as_json(self) -> dict[str, object]:
        """Return the difference as plain data."""
        return {
            "equal": self.equal,
            "changes": [change.as_json() for change in self.changes],
            "notes": [note.as_json() for note in self.notes],
        }
