"""What readers and managers get of learning: frozen and plain."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kb.library.errors import LibraryError
from kb.library.learning.changed import Passage
from kb.library.learning.records import Answered
from kb.sources.front import Kind
from kb.sources.lessons.checks import Check
from kb.sources.lessons.claims import Claim
from policies.advice.explanation import Account

StepState = Literal["open", "changed", "read"]


class Outdated(LibraryError):  # noqa: N818 -- named for what the reader is told
    """What was on the screen is no longer so; look again."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a path, as it stands with one person.

    `state` is `read` where nothing that matters has changed since; `since` is the revision they read, if any.
    `checks` are the scenario checks of the page that can be asked, `right` those answered rightly by the
    policy in force. `note` is what the path says of the page, `stage` the heading under which it does.
    """

    slug: str
    title: str
    kind: Kind
    summary: str
    note: str
    stage: str
    minutes: int
    revision: int
    state: StepState
    since: int | None
    checks: int
    right: int

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state == "read" and self.right == self.checks

    @property
    def minutes_left(self) -> int:
        """The minutes that it still takes: all of the page, one for a change or a question, or none."""
        return 0 if self.done else self.minutes if self.state == "open" else 1


@dataclass(frozen=True, slots=True)
class ReadingPath:
    """A path, as it stands with one person; `finished_at` is when the last thing was done, once all is."""

    slug: str
    title: str
    summary: str
    owner: str | None
    steps: tuple[Step, ...]
    finished_at: datetime | None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def finished(self) -> bool:
        """Whether all steps are."""
        return bool(self.steps) and self.done == len(self.steps)

    @property
    def begun(self) -> bool:
        """Whether anything has been read or answered."""
        return any(step.since is not None or step.right for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """The minutes that it still takes."""
        return sum(step.minutes_left for step in self.steps)

    @property
    def resume(self) -> Step | None:
        """Where to go on: the first step that is not done."""
        return next((step for step in self.steps if not step.done), None)

    def place(self, slug: str) -> int | None:
        """Return where a page stands on the path, counted from 0."""
        return next((place for place, step in enumerate(self.steps) if step.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed in a page since somebody acknowledged or read it, in words that matter."""

    since: int
    at: datetime
    how: Literal["acknowledged", "read"]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario check, as it stands with one person; `reply` is there once they have answered.

    `fault` is said in its place where it cannot be asked; then there is no check.
    """

    text: str
    check: Check | None
    fault: str
    reply: "Reply | None" = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered last, whether the policy in force calls it right, and why."""

    claim: Claim | None
    right: bool
    outdated: bool
    record: Answered
    account: Account | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with one page.

    `asked` tells whether they must acknowledge it, `due` whether they still must; `acknowledged` is the
    newest revision they acknowledged, at `acknowledged_at`. `revision` is the one that readers see now.
    """

    slug: str
    revision: int
    asked: bool
    due: bool
    acknowledged: int | None
    acknowledged_at: datetime | None
    changed: Changed | None
    path: ReadingPath | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A page that somebody must acknowledge; `since` is the revision they acknowledged before, if any."""

    slug: str
    title: str
    kind: Kind
    minutes: int
    since: int | None


@dataclass(frozen=True, slots=True)
class AcknowledgementRow:
    """How one person stands with one page that they must acknowledge, for managers and for a table.

    `asked` is the revision since which nothing that matters has changed.
    """

    team: str
    person: str
    role: str
    slug: str
    title: str
    asked: int
    acknowledged: int | None
    at: datetime | None
    state: Literal["acknowledged", "changed since", "never"]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far one person has come on one path, for managers and for a table."""

    team: str
    person: str
    role: str
    path: str
    title: str
    done: int
    steps: int
    right: int
    checks: int
    minutes_left: int
    finished_at: datetime | None
