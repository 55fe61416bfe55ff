"""A decision: the verdict on every remedy at once, for one role, one case and one policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.advice.question import question_for
from policies.reasoning.completion import Completions, TooManySteps
from policies.reasoning.judge import Amounts, Outcome, bits_of, judge
from policies.reasoning.nearest import Nearest, Search, count_failing
from policies.reasoning.verdict import Headroom, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.advice.question import Question
    from policies.fact import Fact
    from policies.policy import Block, Policy
    from policies.reasoning.column import Column
    from policies.spans import Value
    from policies.vocabulary import Budget, Role


@dataclass(frozen=True, slots=True)
class Decision:
    """What `role` may do in a case: a verdict on every remedy of the vocabulary, in its order.

    `known` are the canonical values the decision rests on. The same policy, role and facts give the same
    decision for ever.
    """

    policy: Policy
    role: Role
    known: Mapping[str, Value]
    verdicts: tuple[Verdict, ...]

    def verdict(self, remedy: str) -> Verdict:
        """Return the verdict on the remedy of that key; raise KeyError if there is none."""
        for verdict in self.verdicts:
            if verdict.remedy.key == remedy:
                return verdict
        raise KeyError(remedy)

    @property
    def next_question(self) -> Question | None:
        """The fact to ask for next, the one that settles most; None where no answer could change a
        verdict."""
        return question_for(self.policy, self.role, self.known, self.verdicts)

    def as_json(self) -> dict[str, object]:
        """Return the decision as plain data: amounts as decimal strings, keys for labels."""
        policy = self.policy
        return {
            "complaint": policy.complaint,
            "role": self.role.key,
            "policy": {
                "slug": policy.slug,
                "sha256": policy.sha256,
                "effective": policy.effective.isoformat() if policy.effective else None,
            },
            "remedies": [verdict.as_json() for verdict in self.verdicts],
            "next_question": question.as_json() if (question := self.next_question) else None,
        }


def decide(
    policy: Policy, role: Role, known: Mapping[str, Value], spent: Mapping[str, int] | None = None
) -> Decision:
    """Answer, for every remedy at once, what `role` may do in a case.

    The order of rules never matters: never beats may, and an unknown fact narrows rather than widens, because
    a wrong refusal can be appealed and a wrong payment cannot be recalled.

    Args:
        policy: compiled on its first use, then kept.
        role: the acting role.
        known: canonical values by fact key, as `read_case` returns them; a missing key is an unknown fact.
        spent: minor units already given under each budget, by its key, within its window.
    """
    return _Deciding(policy, role, known, spent or {}).decision()


class _Deciding:
    """One decision being made: the rules still standing, and the facts still open."""

    def __init__(
        self, policy: Policy, role: Role, known: Mapping[str, Value], spent: Mapping[str, int]
    ) -> None:
        self._policy = policy
        self._role = role
        self._known = known
        self._spent = spent
        self._search: Search | None = None
        self._standing = policy.everyone
        self._open: list[Column] = []
        self._unsure = not known.keys() >= policy.fact_keys
        self._failing: list[int] = []
        for column in policy.columns:
            value = known.get(column.fact.key)
            if value is None:
                self._open.append(column)
                self._failing.append(column.uses)
            else:
                holding = column.at(value)
                self._standing &= holding
                self._failing.append(policy.everyone ^ holding)

    def decision(self) -> Decision:
        return Decision(
            self._policy,
            self._role,
            self._known,
            tuple(self._verdict(block) for block in self._policy.blocks),
        )

    def _verdict(self, block: Block) -> Verdict:
        live = (self._standing >> block.offset) & block.everyone
        missing = self._missing(block, live) if live and self._unsure else []
        if not missing:
            return self._worded(block, judge(block, live, self._role.rank, Amounts(block, self._known)), ())
        facts = tuple(fact for fact, _ in missing)
        try:
            summary = Completions(block, live, self._role.rank, self._known, missing).summary()
        except TooManySteps:
            return self._worded(block, Outcome("depends", block.nothing), facts)
        mattering = tuple(fact for fact in facts if fact.key in summary.missing)
        if len(summary.words) > 1:
            return self._worded(block, Outcome("depends", summary.limits), mattering)
        (word,) = summary.words
        entitled, needs = (summary.entitled if word == "must" else None), summary.needs
        outcome = Outcome(word, summary.limits, entitled, needs, summary.deciding, summary.conflict)
        return self._worded(block, outcome, mattering)

    def _missing(self, block: Block, live: int) -> list[tuple[Fact, Column | None]]:
        """Return the unknown facts that a rule still standing asks for, in the vocabulary's order."""
        columns = {column.fact.key: column for column in self._open if (column.uses >> block.offset) & live}
        wanted = set(columns)
        if block.priced:
            for bit in bits_of(live & block.priced):
                wanted.update(block.needed[bit] - self._known.keys())
        if not wanted:
            return []
        return [(fact, columns.get(fact.key)) for fact in self._policy.facts if fact.key in wanted]

    def _worded(self, block: Block, outcome: Outcome, missing: tuple[Fact, ...]) -> Verdict:
        vocabulary = self._policy.vocabulary
        remedy = block.remedy
        return Verdict(
            remedy=remedy,
            word=outcome.word,
            limit=None if outcome.word == "depends" else outcome.limits[self._role.rank],
            limits=outcome.limits,
            entitled=outcome.entitled,
            needs_role=None if outcome.needs is None else vocabulary.roles[outcome.needs],
            rules=tuple([block.rules[bit] for bit in bits_of(outcome.deciding)]) if outcome.deciding else (),
            missing=missing,
            nearest=self._nearest(block, outcome) if outcome.word in ("none", "needs") else None,
            budgets=tuple(
                Headroom(
                    budget,
                    max(0, budget.limit - self._spent[budget.key]) if budget.key in self._spent else None,
                )
                for budget in block.budgets
            ),
            conflict=outcome.conflict,
            roles=vocabulary.roles,
            currency=vocabulary.currency,
        )

    def _headroom(self, budget: Budget) -> Headroom:
        spent = self._spent.get(budget.key)
        return Headroom(budget, None if spent is None else max(0, budget.limit - spent))

    def _nearest(self, block: Block, outcome: Outcome) -> Nearest | None:
        if outcome.conflict or not block.rules:
            return None
        if self._search is None:
            planes = count_failing(self._failing)
            self._search = Search(self._known, self._role, self._policy.vocabulary.roles, planes)
        return self._search.nearest(block, own=outcome.word == "needs")
