"""Up to: formulas, exact until they are rounded once."""

import pytest
from policy_pages import book_of, decide, page, problems_of, rule

from policies import read


def limit(text: str, **facts: object) -> str | None:
    book = book_of(rule("R1", remedy="Refund", up_to=text))
    assert book.problems == ()
    verdict = decide(book, **facts).verdict("refund")
    return verdict.show(verdict.limit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10", "10.00"),
        ("10.5", "10.50"),
        (".5", "0.50"),
        ("100% of Order value", "82.30"),
        ("20 % of  order-VALUE", "16.46"),
        ("12.5% of Order value", "10.29"),
        ("5 x Days since delivery", "35.00"),
        ("Days since delivery x 5", "35.00"),
        ("5 \u00d7 Days since delivery", "35.00"),
        ("5 * Days since delivery", "35.00"),
        ("5x Days since delivery", "35.00"),
        ("1 + 2 + 10% of Order value", "11.23"),
        ("min(10, 20% of Order value)", "10.00"),
        ("MAX(10, 20% of Order value)", "16.46"),
        ("max(5, min(2, 10% of Order value)) + 3", "8.00"),
        ("min(5, 100)", "5.00"),
        ("min(300, 150)", "150.00"),
        ("min(2000, max(300, 100% of Order value))", "300.00"),
        ("12.5% of Order value + 33.3% of Order value + 0.01", "37.70"),
        ("0", "0.00"),
    ],
)
def test_a_formula_gives_what_it_says(text: str, expected: str) -> None:
    assert limit(text, order_value="82.30", days_since_delivery=7) == expected


@pytest.mark.parametrize(("value", "expected"), [("0.05", "0.03"), ("0.04", "0.02"), ("0.15", "0.08")])
def test_half_a_penny_is_rounded_up(value: str, expected: str) -> None:
    assert limit("50% of Order value", order_value=value) == expected


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("5 x Days since delivery", "2.5", "12.50"),
        ("0.01 x Days since delivery", "0.5", "0.01"),
        ("0.01 x Days since delivery", "0.49", "0.00"),
        ("min(0.01 x Days since delivery, 3)", "1.5", "0.02"),
        ("0.01 x Days since delivery + 0.01 x Days since delivery", "0.75", "0.02"),
    ],
)
def test_a_number_with_decimals_of_its_own_is_multiplied_exactly(text: str, days: str, expected: str) -> None:
    assert limit(text, days_since_delivery=days) == expected


def test_rounding_happens_once_at_the_end() -> None:
    assert limit("50% of Order value + 50% of Order value", order_value="0.05") == "0.05"


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("", "missing-limit", "never unlimited"),
        ("10.555", "too-precise", "2 decimals"),
        ("1,000", "ambiguous-number", "`1000`"),
        ("min(5,000, 10)", "ambiguous-number", "`5000`"),
        ("2 x 50% of Order value", "bad-limit", "`100% of <fact>`"),
        ("-5", "negative-limit", ""),
        ("\u00a35", "bad-limit", "plain amounts"),
        ("5 GBP", "bad-limit", "plain amounts"),
        ("min(5,", "bad-limit", ""),
        ("min()", "bad-limit", ""),
        ("5 +", "bad-limit", ""),
        ("10 - 5", "bad-limit", ""),
        ("((5))", "bad-limit", ""),
        ("Order value", "bad-limit", "`100% of Order value`"),
        ("5 x Order value", "bad-limit", "`20% of Order value`"),
        ("20% of Days since delivery", "bad-limit", "`5 x Days since delivery`"),
        ("20% of Ordr value", "unknown-fact", "`Order value`"),
        ("min(" * 30 + "5" + ")" * 30, "bad-limit", ""),
        ("9" * 40, "bad-number", ""),
    ],
)
def test_a_formula_that_cannot_be_read_is_named(text: str, code: str, hint: str) -> None:
    (problem,) = problems_of(rule("R1", remedy="Refund", up_to=text))
    assert (problem.code, problem.line) == (code, 7)
    assert hint in problem.hint
    assert problem.hint


@pytest.mark.parametrize(("effect", "remedy"), [("never", "Refund"), ("may", "Replacement")])
def test_a_limit_that_means_nothing_is_an_error(effect: str, remedy: str) -> None:
    (problem,) = problems_of(rule("R1", effect, remedy, up_to="5"))
    assert problem.code == "unused-limit"


def test_a_limit_never_falls_below_nothing() -> None:
    words = """## Facts
| Fact | Type | Values |
|--|--|--|
| Balance | money | -50..50 |
## Remedies
| Remedy | Measured in |
|--|--|
| Refund | money |
## Authority
| Role |
|--|
| agent |
"""
    head = "## Rules\n| Rule | Remedy | Effect | Up to |\n|--|--|--|--|\n"
    rules = head + "| R1 | Refund | may | 100% of Balance |\n"
    book = read([page("vocabulary", words, currency="JPY"), page("debt", rules, complaint="arrived_damaged")])
    assert book.problems == ()
    assert decide(book, balance=-20).verdict("refund").limit == 0
    assert decide(book, balance=-20).as_json()["remedies"][0]["limit"] == "0"
