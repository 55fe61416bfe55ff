"""Columns: amounts too large for 64 bits, decimals that floats only mean, long tables, arrays of any type."""

from decimal import Decimal

import numpy as np
import pytest
from policy_pages import DAY, page, table

from policies import BadFact, Policy, UnknownFact, UnknownRole, read
from policies.batch import WORDS, Answers, compile_columns
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide

WORDS_PAGE = """## Facts
| Fact | Type | Values |
|--|--|--|
| Nights | number | |
| Price | money | |
| Tier | choice | basic < gold |
| Day | date | 2026-01-01..2026-12-31 |
| Photo | yes/no | |
## Remedies
| Remedy | Measured in |
|--|--|
| Refund | money |
| Letter | none |
## Authority
| Role |
|--|
| agent |
| lead |
"""
COLUMNS = ("Rule", "Nights", "Price", "Tier", "Day", "Photo", "Remedy", "Effect", "Who", "Up to")


def policy_of(*rows: dict[str, str]) -> Policy:
    named = [{"Rule": f"R{at}", "Remedy": "Refund", "Effect": "may", **row} for at, row in enumerate(rows)]
    book = read([page("vocabulary", WORDS_PAGE, currency="GBP"),
                 page("late", "## Rules\n" + table(COLUMNS, named), complaint="late")])  # fmt: skip
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return book.policy("late", DAY)


def answer(policy: Policy, **columns: np.ndarray) -> Answers:
    return compile_columns(policy).decide_columns(columns, policy.vocabulary.roles[0])


def check(policy: Policy, answers: Answers, cases: list[dict[str, object]]) -> None:
    assert answers.decided.all()
    for at, case in enumerate(cases):
        for verdict in decide(
            policy, policy.vocabulary.roles[0], read_case(case, policy.vocabulary)
        ).verdicts:
            mine = answers.remedies[verdict.remedy.key]
            assert WORDS[mine.word[at]] == verdict.word
            assert (None if mine.limit[at] < 0 else int(mine.limit[at])) == verdict.limit


def test_a_product_that_passes_64_bits_on_the_way_is_still_exact() -> None:
    policy = policy_of(
        {"Up to": "min(99.9999999999999999% of Price, 12.34)"}
        | {"Up to": "min(33.333333333333% of Price, 12.34)"}
    )
    minor = [10, 3, 2**61, 2**62 - 1]
    answers = answer(policy, price=np.array(minor))
    check(policy, answers, [{"price": Decimal(each) / 100} for each in minor])
    assert answers.remedies["refund"].limit.tolist() == [3, 1, 1234, 1234]


def test_an_amount_that_64_bits_cannot_hold_is_left_to_be_decided_alone() -> None:
    policy = policy_of({"Up to": "400% of Price"}, {"Up to": f"{2**63}", "Photo": "yes"})
    answers = answer(policy, price=np.array([5, 2**61, 5]), photo=np.array([False, False, True]))
    assert answers.decided.tolist() == [True, False, False]
    assert answers.remedies["refund"].limit.tolist() == [20, -1, -1]
    assert answers.remedies["letter"].word.tolist() == [0, -1, -1]
    assert answers.left.tolist() == [1, 2]


def test_a_float_is_the_decimal_that_it_is_written_as() -> None:
    cuts = ["0.1", "0.30000000000000004", "0.3000000000000000444", "2.5", "1234567890123456789"]
    cells = [f"{sign} {cut}" for cut in cuts for sign in ("<", ">=", "<=", ">")]
    limits = [str(at) for at in range(len(cells))]
    policy = policy_of(*({"Nights": cell, "Up to": limit} for cell, limit in zip(cells, limits, strict=True)),
                       {"Up to": "min(3 x Nights, 7)"})  # fmt: skip
    nights = [0.1, 0.1 + 0.2, 0.3, 2.5, 2.4999999999999996, 1234567890123456789.0, 0.0, -7.25, 1e-9, 1e20]
    check(policy, answer(policy, nights=np.array(nights)), [{"nights": each} for each in nights])


def test_a_table_of_several_words_for_one_remedy_answers_alike() -> None:
    rows = [{"Nights": f"{at}..{at + 40}", "Price": f">= {at % 7}", "Who": ("", "lead")[at % 2],
             "Effect": ("may", "may", "must")[at % 3],
             "Up to": (f"{at * 37 % 101}", f"{at}% of Price")[at % 5 == 0]}
            for at in range(1, 200)]  # fmt: skip
    rows += [
        {"Remedy": "Letter", "Nights": f"> {at}", "Effect": ("may", "never")[at > 150]}
        for at in range(90, 170)
    ]
    policy = policy_of(*rows)
    nights, price = np.arange(0, 250), np.arange(250) % 11 * 100
    cases = [
        {"nights": int(night), "price": int(pence) // 100} for night, pence in zip(nights, price, strict=True)
    ]
    check(policy, answer(policy, nights=nights, price=price), cases)


@pytest.mark.parametrize(
    "days",
    [
        np.array(["2026-01-01", "2026-06-30", "2026-07-01"], "datetime64[D]"),
        np.array(["2026-01-01", "2026-06-30", "2026-07-01"], "datetime64[s]"),
        np.array(["2026-01-01", "2026-06-30", "2026-07-01"]),
        np.array([DAY.fromisoformat(text) for text in ("2026-01-01", "2026-06-30", "2026-07-01")], object),
    ],
)
def test_days_may_come_in_any_array_of_days(days: np.ndarray) -> None:
    answers = answer(policy_of({"Day": "<= 2026-06-30", "Up to": "5"}), day=days)
    assert answers.remedies["refund"].limit.tolist() == [500, 500, -1]


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("nights", np.array([1.0, np.nan, np.inf])),
        ("nights", np.ma.array([1, 2, 3], mask=[False, True, True])),
        ("nights", np.array([1, 2**64 - 1, 2**63], np.uint64)),
        ("nights", np.array(["1", "", "two"])),
        ("nights", np.array([1, None, True], object)),
        ("tier", np.array([1, 2, -1])),
        ("tier", np.array(["gold", "silver", ""])),
        ("photo", np.array([1, 2, -(2**63)])),
        ("day", np.array(["2026-01-01", "NaT", "2027-01-01"], "datetime64[D]")),
        ("day", np.array(["2026-01-01T00", "2026-01-01T12", "NaT"], "datetime64[h]")),
    ],
)  # fmt: skip
def test_what_is_unknown_or_cannot_be_is_left_to_be_decided_alone(key: str, column: np.ndarray) -> None:
    policy = policy_of({"Up to": "5"})
    answers = answer(policy, **{key: column})
    assert answers.decided.tolist() == [True, False, False]
    assert answers.remedies["refund"].word.tolist() == [WORDS.index("may"), -1, -1]


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"price": np.array([1.5])}, BadFact),
        ({"nights": np.array([True])}, BadFact),
        ({"nights": np.array([[1]])}, BadFact),
        ({"nights": np.array(1)}, BadFact),
        ({"nights": np.array([1, 2]), "price": np.array([1])}, BadFact),
        ({"night": np.array([1])}, UnknownFact),
    ],
)
def test_an_array_that_cannot_hold_its_fact_is_refused(columns: dict[str, np.ndarray], error: type) -> None:
    with pytest.raises(error):
        answer(policy_of({"Up to": "5"}), **columns)


def test_ranks_off_the_ladder_are_refused() -> None:
    policy = policy_of({"Up to": "5"})
    for ranks in ([0, 2], [-1, 0], [0]):
        with pytest.raises(UnknownRole):
            compile_columns(policy).decide_columns({"nights": np.array([1, 2])}, np.array(ranks))


def test_a_fact_without_a_column_leaves_every_row() -> None:
    answers = answer(policy_of({"Nights": "> 3", "Up to": "5"}), price=np.array([1, 2]))
    assert answers.left.tolist() == [0, 1]


def test_no_rows_are_no_answers() -> None:
    answers = answer(policy_of({"Nights": "> 3", "Up to": "5"}), nights=np.array([], np.int64))
    assert answers.remedies["refund"].limits.shape == (2, 0)
