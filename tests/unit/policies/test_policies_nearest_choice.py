"""Which of several rules is the nearest, in the words of a decision and in its plain data alike."""

from policy_pages import DAY, book_of, rule

from policies import Book
from policies.reasoning.nearest import Search


def named(book: Book, **facts: object) -> str:
    decision = book.decide("arrived_damaged", "agent", facts, DAY)
    told = decision.as_json()["remedies"][1]["nearest"]
    nearest = decision.verdict("replacement").nearest
    assert nearest is not None
    assert nearest.as_json() == told
    return nearest.rule.id


def test_of_two_rules_that_one_measure_keeps_from_holding_the_closer_one_is_named() -> None:
    far, close = rule("A", days_since_delivery="<= 10"), rule("B", days_since_delivery="<= 28")
    assert named(book_of(far, close), days_since_delivery=30) == "B"
    assert named(book_of(close, far), days_since_delivery=30) == "B"
    priced = rule("C", order_value="<= 99")
    assert named(book_of(far, priced), days_since_delivery=30, order_value=100) == "C"


def test_of_two_rules_that_no_measure_keeps_from_holding_the_first_one_is_named() -> None:
    one, other = rule("A", photo="yes"), rule("B", channel="phone")
    assert named(book_of(one, other), photo="no", channel="chat") == "A"
    assert named(book_of(other, one), photo="no", channel="chat") == "B"


def test_a_fact_that_is_not_known_fails_by_no_measure() -> None:
    book = book_of(rule("A", photo="yes"), rule("B", days_since_delivery="<= 30"))
    search = Search(book.decide("arrived_damaged", "agent", {"photo": "no"}, DAY).standing)
    first, second = sorted(range(2), key=lambda bit: search.rule(1 << bit).id)
    assert search.rule(search.nearest(0b11)).id == "A"
    assert search.rule(search.nearest(1 << second)).id == "B"
    assert search.tell(0b11)["rule"] == "A"
    assert search.failing(1 << first)[0].fact.key == "photo"
