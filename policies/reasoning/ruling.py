"""A ruling: the verdict that follows from the rules that hold, kept so that it is worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from policies.reasoning.judge import bits_of
from policies.reasoning.verdict import Verdict

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.judge import Outcome
    from policies.reasoning.nearest import Nearest
    from policies.vocabulary import Vocabulary


class Ruling:
    """A bare verdict, without what only the case knows: the nearest rule, and what is left of budgets."""

    __slots__ = ("_said", "block", "verdict")

    def __init__(self, block: Block, verdict: Verdict) -> None:
        self.block = block
        self.verdict = verdict
        self._said: dict[str, object] | None = None

    @property
    def has_nearest(self) -> bool:
        """Whether it says which rule came nearest: what is refused for want of a rule does."""
        verdict = self.verdict
        return verdict.word in ("none", "needs") and not verdict.conflict and bool(self.block.rules)

    def as_json(self, nearest: Nearest | None) -> dict[str, object]:
        """Return the verdict as plain data, fresh each time, so that nobody's change is seen by another."""
        if self._said is None:
            self._said = self.verdict.as_json()
        said = self._said.copy()
        said["limits"] = cast("dict[str, object]", said["limits"]).copy()
        for key in ("rules", "because", "provided", "missing"):
            said[key] = cast("list[object]", said[key]).copy()
        said["nearest"] = nearest.as_json() if nearest is not None else None
        return said


def ruling_of(
    block: Block, outcome: Outcome, rank: int, missing: tuple[Fact, ...], vocabulary: Vocabulary
) -> Ruling:
    """Return the ruling that an outcome for the role of that rank comes to."""
    verdict = Verdict(
        remedy=block.remedy,
        word=outcome.word,
        limit=None if outcome.word == "depends" else outcome.limits[rank],
        limits=outcome.limits,
        entitled=outcome.entitled,
        needs_role=None if outcome.needs is None else vocabulary.roles[outcome.needs],
        rules=tuple([block.rules[bit] for bit in bits_of(outcome.deciding)]),
        missing=missing,
        nearest=None,
        budgets=(),
        conflict=outcome.conflict,
        roles=vocabulary.roles,
        currency=vocabulary.currency,
    )
    return Ruling(block, verdict)
