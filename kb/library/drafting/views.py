"""What screens get of drafts: frozen and plain, with what this person may do about each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kb.sources.front import Kind
from policies import Problem

State = Literal["draft", "proposed", "approved", "returned", "withdrawn", "published"]
Step = Literal["save", "propose", "withdraw", "approve", "return", "publish", "unschedule"]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What somebody said of a draft; `void` once another text has taken the place of the one it judged."""

    person: str
    verdict: Literal["approve", "return"]
    comment: str
    at: datetime
    sha256: str
    void: bool


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft in a list. `kind` is None while the text says none; `base` is None for a new page.

    `behind` says that the live page is newer than what the draft started from. `changed_by` is who saved
    last. `may` are the steps that this person may take now.
    """

    id: int
    slug: str
    path: str
    kind: Kind | None
    title: str
    state: State
    author: str
    author_id: int
    changed_by: str
    created_at: datetime
    changed_at: datetime
    note: str
    material: bool
    origin: str
    new: bool
    base: int | None
    live: int | None
    behind: bool
    publish_at: datetime | None
    approvals: tuple[str, ...]
    approvals_needed: int
    may: frozenset[Step]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it is opened. `version` is what a save or a step must name.

    `problems` are those of the page alone; a policy is proved when it is proposed. `told` says why it came
    back where no person did; `revision` is what it became.
    """

    card: DraftCard
    text: str
    live_text: str | None
    sha256: str
    version: int
    problems: tuple[Problem, ...]
    reviews: tuple[ReviewView, ...]
    told: str
    revision: int | None

    @property
    def id(self) -> int:
        """The number by which every use case knows the draft."""
        return self.card.id

    @property
    def state(self) -> State:
        """Where on its way it is."""
        return self.card.state
