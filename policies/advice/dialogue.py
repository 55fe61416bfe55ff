"""A dialogue: asking one question after another until no answer could change a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.advice.question import Question
    from policies.policy import Policy
    from policies.spans import Value
    from policies.vocabulary import Role


def next_question(policy: Policy, role: Role, known: Mapping[str, Value]) -> Question | None:
    """Return the question that settles most, or None where every verdict and limit is certain.

    It never asks what cannot change a verdict's word or a limit. (A table so tangled that the engine answers
    `depends` without having tried every completion may ask for more; never for less.)
    """
    return decide(policy, role, known).next_question


def dialogue(
    policy: Policy, role: Role, known: Mapping[str, Value], answers: Mapping[str, Value]
) -> Iterator[Question]:
    """Yield the questions that are asked, one by one, of somebody who would answer with `answers`.

    It ends when nothing is left to ask, or at the first question to which there is no answer.
    """
    so_far = dict(known)
    while question := next_question(policy, role, so_far):
        yield question
        if question.fact.key not in answers:
            return
        so_far[question.fact.key] = answers[question.fact.key]
