"""Places where a small slip would go unseen: sums of many digits, entitlements below a limit."""

import pytest
from policy_pages import DAY, VOCABULARY, book_of, decide, policy, rule, vocabulary

from policies import read


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("123456789012345678901234567 + 0.01", 12345678901234567890123456701),
        ("0.01 + 0.01 + 123456789012345678901234567", 12345678901234567890123456702),
        ("4.5454545454545454545454545454% of Order value", 0),
        ("4.5454545454545454545454545455% of Order value", 1),
    ],
)
def test_an_amount_of_thirty_digits_is_not_rounded_on_the_way(text: str, minor: int) -> None:
    verdict = decide(book_of(rule("R1", remedy="Refund", up_to=text)), order_value="0.11").verdict("refund")
    assert verdict.limit == minor


@pytest.mark.parametrize(("expect", "met"), [("must 20.00", True), ("must 50.00", False), ("must", True)])
def test_an_example_of_an_entitlement_asserts_what_is_due_and_not_what_may_be_given(
    expect: str,
    met: bool,  # noqa: FBT001 - a row of the table above
) -> None:
    examples = f"| Example | Remedy | Expect | Rule |\n|--|--|--|--|\n| due | Refund | {expect} | R1 |\n"
    rows = (rule("R1", "must", "Refund", up_to="20"), rule("R2", "may", "Refund", up_to="50"))
    problems = [problem.code for problem in book_of(*rows, examples=examples).problems]
    assert problems == ([] if met else ["example-failed"])


def test_a_fact_that_matters_for_one_amount_in_the_middle_alone_is_still_asked_for() -> None:
    pages = [
        vocabulary(VOCABULARY.replace("0..5000", "0..0.06")),
        policy(
            rule("R1", remedy="Refund", photo="yes", up_to="16.7% of Order value"),
            rule("R2", remedy="Refund", photo="no", up_to="16.6% of Order value"),
        ),
    ]
    missing = {
        amount: decide(read(pages), order_value=f"0.0{amount}").verdict("refund").missing
        for amount in range(7)
    }
    assert [bool(facts) for facts in missing.values()] == [amount == 3 for amount in missing]
    assert [fact.key for fact in decide(read(pages)).verdict("refund").missing] == ["order_value", "photo"]


def test_a_budget_that_is_overspent_has_nothing_left_and_not_less() -> None:
    book = book_of(rule("R1", remedy="Goodwill credit", up_to="10"))
    spent = {"goodwill_per_customer": "75.50"}
    (headroom,) = (
        book.decide("arrived_damaged", "agent", {}, DAY, spent=spent).verdict("goodwill_credit").budgets
    )
    assert headroom.left == 0
