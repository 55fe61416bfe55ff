"""Facts given from outside: what is understood, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from policy_pages import DAY, book_of, decide, rule

from policies import BadFact, CaseError, UnknownFact, UnknownRole

BOOK = book_of(rule("R1", days_since_delivery="<= 30", photo="yes"))


@pytest.mark.parametrize("value", ["30", " 30 ", "+30", "30.0", 30, 30.0, Decimal("30.00"), "\uff13\uff10"])
def test_a_number_may_come_in_any_dress(value: object) -> None:
    assert decide(BOOK, days_since_delivery=value, photo="yes").verdict("replacement").word == "may"


@pytest.mark.parametrize("value", ["yes", "Y", "TRUE", True])
def test_yes_may_be_said_in_several_ways(value: object) -> None:
    assert decide(BOOK, days_since_delivery=3, photo=value).verdict("replacement").word == "may"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_nothing_said_is_unknown(value: object) -> None:
    verdict = decide(BOOK, days_since_delivery=3, photo=value).verdict("replacement")
    assert verdict.word == "depends"
    assert [fact.key for fact in verdict.missing] == ["photo"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days_since_delivery", "many"),
        ("days_since_delivery", "30 days"),
        ("days_since_delivery", "1e2"),
        ("days_since_delivery", "3651"),
        ("days_since_delivery", True),
        ("days_since_delivery", float("nan")),
        ("days_since_delivery", float("inf")),
        ("days_since_delivery", Decimal("sNaN")),
        ("days_since_delivery", Decimal("1E+999999")),
        pytest.param("days_since_delivery", 10**5000, id="endless"),
        ("days_since_delivery", [3]),
        ("days_since_delivery", "9" * 5000),
        ("order_value", "10.005"),
        ("order_value", 10.005),
        ("order_value", "\u00a310"),
        ("tier", "platinum"),
        ("tier", 1),
        ("photo", "maybe"),
        ("photo", 1),
        ("bought_on", "01/02/2026"),
        ("bought_on", datetime(2026, 1, 1, tzinfo=UTC)),
        ("bought_on", date(1999, 1, 1)),
    ],
)
def test_a_value_that_is_not_the_facts_is_refused_and_nothing_is_decided(key: str, value: object) -> None:
    with pytest.raises(BadFact) as error:
        decide(BOOK, **{key: value})
    assert error.value.code == "bad-fact"
    assert key in error.value.message


def test_an_unknown_fact_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownFact, match="did you mean `days_since_delivery`"):
        decide(BOOK, days_since_deliver=3)


def test_a_fact_given_twice_in_two_spellings_is_refused() -> None:
    facts = {"Photo": "yes", "photo": "no"}
    with pytest.raises(UnknownFact, match="twice"):
        BOOK.decide("arrived_damaged", "agent", facts, DAY)


def test_an_unknown_role_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownRole, match="did you mean `lead`") as error:
        decide(BOOK, "leed")
    assert error.value.code == "unknown-role"
    assert isinstance(error.value, CaseError)


def test_a_fact_the_policy_does_not_use_is_still_checked() -> None:
    with pytest.raises(BadFact):
        decide(BOOK, channel="pigeon")
