"""A ruling: the verdict that follows from the rules that hold, kept so that it is worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies.reasoning.judge import bits_of
from policies.reasoning.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.judge import Outcome
    from policies.vocabulary import Vocabulary


class Ruling:
    """A bare verdict, without what only the case knows: the nearest rule, and what is left of budgets.

    `seeks` are the rules, as bits of the policy, of which the nearest is to be named: none, unless the remedy
    is refused for want of a rule.
    """

    __slots__ = ("_said", "block", "seeks", "verdict")

    def __init__(self, block: Block, verdict: Verdict, seeks: int) -> None:
        self.block = block
        self.verdict = verdict
        self.seeks = seeks
        self._said: tuple[Any, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, fresh each time, so that what one reader changes no other sees."""
        remedy, word, limit, limits, needs_role, rules, because, provided, missing = self._said or self._say()
        return {
            "remedy": remedy,
            "verdict": word,
            "limit": limit,
            "limits": limits.copy(),
            "needs_role": needs_role,
            "rules": [*rules],
            "because": [*because],
            "provided": [*provided],
            "missing": [*missing],
            "nearest": None,
        }

    def _say(self) -> tuple[Any, ...]:
        *values, _ = self.verdict.as_json().values()
        self._said = said = tuple(values)
        return said


class Priced:
    """A ruling with other amounts than when it was worded.

    `amounts` are minor units; `sources` say, rank by rank, which of them is the limit (None where there is
    none), and `due` which is the entitlement.
    """

    __slots__ = ("_amounts", "_due", "_rank", "_sources", "_worded", "seeks")

    def __init__(
        self, worded: Ruling, rank: int, sources: Sequence[int | None], due: int | None, amounts: list[int]
    ) -> None:
        self.seeks = worded.seeks
        self._worded = worded
        self._rank = rank
        self._sources = sources
        self._due = due
        self._amounts = amounts

    @property
    def block(self) -> Block:
        """The rules about its remedy."""
        return self._worded.block

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        amounts, due = self._amounts, self._due
        worded = self._worded.verdict
        limits = tuple([None if at is None else amounts[at] for at in self._sources])
        entitled = None if due is None else amounts[due]
        return Verdict._make((*worded[:2], limits[self._rank], limits, entitled, *worded[5:]))

    def as_json(self) -> dict[str, object]:
        """Return it as plain data, fresh each time."""
        said, show = self._worded.as_json(), self._worded.verdict.currency.show
        limits: list[str | None] = []
        text, before = None, None
        for at in self._sources:
            if at != before:
                text, before = (None if at is None else show(self._amounts[at])), at
            limits.append(text)
        said["limits"].update(zip(said["limits"], limits, strict=True))
        said["limit"] = limits[self._rank]
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
    return Ruling(block, verdict, _sought(block, outcome, rank))


def _sought(block: Block, outcome: Outcome, rank: int) -> int:
    """Return the rules of which the nearest is named.

    Where a higher role is needed, those within the role's authority: the question is what it could do by
    itself.
    """
    if outcome.word == "none" or (outcome.word == "needs" and not outcome.conflict):
        own = (block.must | block.may[rank]) << block.offset if outcome.word == "needs" else 0
        return own or block.giving
    return 0
