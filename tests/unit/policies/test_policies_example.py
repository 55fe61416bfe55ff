"""Worked examples: executed when the page is read, and never in the way of deciding."""

import pytest
from policy_pages import book_of, decide, rule

ROWS = (
    rule("D1", "must", "Refund", days_since_delivery="<= 30", up_to="100% of Order value"),
    rule("D2", remedy="Goodwill credit", order_value="<= 75", up_to="10"),
    rule("D3", remedy="Goodwill credit", who="lead", up_to="50"),
    rule("D4", "never", "Replacement", channel="chat"),
)
COLUMNS = (
    "| Example | Days since delivery | Order value | Channel | Role | Remedy | Expect | Rule |\n"
    + "|--" * 8
    + "|\n"
)


def problems(*cells: str) -> list[tuple[str, str]]:
    book = book_of(*ROWS, examples=COLUMNS + "".join(f"| {row} |\n" for row in cells))
    assert decide(book, days_since_delivery=3, order_value=5).verdict("refund").word == "must"
    assert not any(problem.blocks for problem in book.problems)
    assert all(problem.hint for problem in book.problems)
    return [(problem.code, problem.message) for problem in book.problems]


@pytest.mark.parametrize(
    "row",
    [
        "a | 3 | 40 | | | Refund | must 40.00 | D1",
        "b | 3 | 40 | | | Refund | must | ",
        "c | 3 | | | agent | refund | must | d1",
        "d | | 75 | phone | agent | Goodwill credit | may 10 | D2",
        "e | | 80 | | agent | Goodwill credit | needs lead 50.00 | D3",
        "f | | 80 | | agent | Goodwill credit | Needs Lead | ",
        "g | | 80 | | lead | Goodwill credit | may 50 | D3",
        "h | | 80 | chat | manager | Replacement | never | D4",
        "i | | 80 | phone | manager | Replacement | none | ",
        "j | | | | | Refund | depends | ",
    ],
)
def test_an_example_that_comes_out_as_it_says_is_no_problem(row: str) -> None:
    assert problems(row) == []


@pytest.mark.parametrize(
    ("row", "got"),
    [
        ("a | 3 | 40 | | | Refund | must 41.00 | D1", "must 40.00 by `D1`"),
        ("b | 31 | 40 | | | Refund | must | ", "none"),
        ("c | 3 | 40 | | | Refund | must 40 | D2", "must 40.00 by `D1`"),
        ("d | | 80 | | | Goodwill credit | may 10 | ", "needs lead 50.00 by `D3`"),
        ("e | | 80 | | | Goodwill credit | needs manager | ", "needs lead 50.00 by `D3`"),
        ("f | | | | | Goodwill credit | may | ", "depends with `Order value` missing"),
    ],
)
def test_an_example_that_comes_out_otherwise_says_what_came_out(row: str, got: str) -> None:
    ((code, message),) = problems(row)
    assert code == "example-failed"
    assert message.endswith(f"got {got}")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a | many | | | | Refund | must | ", "bad-fact"),
        ("b | 3 | | | | Refnd | must | ", "unknown-remedy"),
        ("c | 3 | | | boss | Refund | must | ", "unknown-role"),
        ("d | 3 | | | | Refund | perhaps | ", "bad-expectation"),
        ("e | 3 | | | | Refund | never 5 | ", "bad-expectation"),
        ("f | 3 | | | | Refund | needs | ", "bad-expectation"),
        ("g | 3 | | | | Refund | needs boss | ", "unknown-role"),
        ("h | 3 | 4 | | | Refund | must 4.001 | ", "too-precise"),
        ("i | 3 | | | | Refund | must", "ragged-row"),
    ],
)
def test_an_example_that_cannot_be_read_is_named(row: str, code: str) -> None:
    assert [each for each, _ in problems(row)] == [code]


def test_an_example_may_not_lean_on_a_rule_that_is_not_there() -> None:
    codes = [code for code, _ in problems("a | 3 | 40 | | | Refund | must | D9")]
    assert codes == ["example-failed", "unknown-rule"]


def test_an_unknown_column_of_the_examples_is_named() -> None:
    examples = "| Remedy | Expect | Days late |\n|--|--|--|\n| Refund | depends | 3 |\n"
    (problem,) = book_of(*ROWS, examples=examples).problems
    assert (problem.code, problem.blocks) == ("unknown-fact", False)
