"""How many questions the starter policies need: the promised share at most."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))

import questions

from policies import Policy


@pytest.fixture(scope="module")
def starters() -> list[Policy]:
    return questions.starter_policies()


@pytest.mark.parametrize("draw", [questions.by_value, questions.by_class])
def test_every_word_is_certain_after_at_most_three_fifths_of_the_questions(starters, draw) -> None:
    total, _ = questions.measure(starters, draw, cases=240, seed=11, with_bound=False)
    part, whole = total.sums["words certain"]
    assert part <= 0.6 * whole


@pytest.mark.parametrize("draw", [questions.by_value, questions.by_class])
def test_every_limit_is_certain_about_as_soon_as_if_one_knew_the_answers_beforehand(starters, draw) -> None:
    total, _ = questions.measure(starters, draw, cases=60, seed=11, with_bound=True)
    assert total.sums["bound"][0] <= total.sums["limits certain"][0] <= 1.03 * total.sums["bound"][0]


def test_the_order_of_the_vocabulary_is_never_the_better_one_on_average(starters) -> None:
    total, _ = questions.measure(starters, questions.by_class, cases=120, seed=3, with_bound=False)
    assert total.sums["limits certain"][0] <= total.sums["in order"][0]
