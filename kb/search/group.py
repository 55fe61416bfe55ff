"""One word of a query, and all it may stand for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Group:
    """One word of the query. `members` weighs stems; `meant` names the word behind a guessed stem.

    Those in `sure` are near enough to be said; `alike` names the words that stand for it by the managers'
    table. `part_of` is what was written where this word is only a part of it. `unseen` says that no page has
    this very spelling.
    """

    word: str
    part_of: str = ""
    members: dict[int, float] = field(default_factory=dict)
    literal: set[int] = field(default_factory=set)
    meant: dict[int, str] = field(default_factory=dict)
    alike: dict[int, str] = field(default_factory=dict)
    idf: float = 0.0
    growing: bool = False
    unseen: bool = False
    sure: set[int] = field(default_factory=set)

    def add(self, term: int, weight: float) -> None:
        """Give a stem this weight, unless it has more already."""
        if weight > self.members.get(term, 0.0):
            self.members[term] = weight
