"""A decision: the verdict on every remedy at once, for one role, one case and one policy."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from policies.advice.question import question_for
from policies.derivation import derive
from policies.reasoning.intake import take_in, take_known
from policies.reasoning.nearest import Nearest, Search
from policies.reasoning.verdict import Headroom

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from policies.advice.question import Question
    from policies.policy import Policy
    from policies.reasoning.standing import Standing
    from policies.reasoning.verdict import Verdict
    from policies.spans import Value
    from policies.vocabulary import Budget, Role


class Decision:
    """What a role may do in a case: a verdict on every remedy of the vocabulary, in its order.

    The same policy, role and facts give the same decision for ever. What is near and what is left of budgets
    is worked out when it is first asked for.
    """

    def __init__(self, standing: Standing, spent: Mapping[str, int]) -> None:
        self.standing = standing
        self.rulings = standing.rulings()
        self.spent = spent

    @property
    def policy(self) -> Policy:
        """The policy it was decided by."""
        return self.standing.policy

    @property
    def role(self) -> Role:
        """The acting role."""
        return self.standing.role

    @property
    def known(self) -> Mapping[str, Value]:
        """The canonical values it rests on."""
        return self.standing.known

    @property
    def bare(self) -> tuple[Verdict, ...]:
        """The verdicts without the nearest rule and the budgets, which take most of the time to say."""
        return tuple([ruling.verdict for ruling in self.rulings])

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts, whole."""
        search = Search(self.standing)
        return tuple(
            ruling.verdict._replace(
                nearest=Nearest(search, search.nearest(ruling.seeks)) if ruling.seeks else None,
                budgets=tuple(self._headroom(budget) for budget in ruling.block.budgets),
            )
            for ruling in self.rulings
        )

    def verdict(self, remedy: str) -> Verdict:
        """Return the verdict on the remedy of that key; raise KeyError if there is none."""
        for verdict in self.verdicts:
            if verdict.remedy.key == remedy:
                return verdict
        raise KeyError(remedy)

    @property
    def next_question(self) -> Question | None:
        """The fact to ask for next, the one that settles most; None where no answer changes a verdict."""
        return question_for(self.policy, self.role, self.known, self.bare) if self.standing.unsure else None

    def as_json(self) -> dict[str, object]:
        """Return the decision as plain data: amounts as decimal strings, keys for labels."""
        policy = self.standing.policy
        remedies, tell = [], Search(self.standing).tell
        for ruling in self.rulings:
            said = ruling.as_json()
            if ruling.seeks:
                said["nearest"] = tell(ruling.seeks)
            remedies.append(said)
        return {
            "complaint": policy.complaint,
            "role": self.role.key,
            "policy": policy.said.copy(),
            "remedies": remedies,
            "next_question": question.fact.key if (question := self.next_question) else None,
        }

    def _headroom(self, budget: Budget) -> Headroom:
        spent = self.spent.get(budget.key)
        return Headroom(budget, None if spent is None else max(0, budget.limit - spent))


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
    return Decision(take_known(policy, role, known), spent or {})


def decide_given(
    policy: Policy,
    role: Role,
    facts: Mapping[str, object],
    as_of: date,
    spent: Mapping[str, int] | None = None,
) -> Decision:
    """Answer as `decide` does, from facts as they are given; derived facts are worked out for the day.

    Raises:
        CaseError: as `read_case` and `derive` do.
    """
    standing = take_in(policy, role, facts)
    known = derive(standing.known, policy.vocabulary, as_of)
    if known is not standing.known:
        standing = take_known(policy, role, known)
    return Decision(standing, spent or {})
