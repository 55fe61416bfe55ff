"""Facts taken in one pass, rulings kept for the next case: none of it shows in what is answered."""

import itertools

import pytest
from policy_pages import DAY, book_of, rule

from policies import BadFact
from policies.reasoning import intake
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide

ROWS = (
    rule("A", remedy="Refund", up_to="10% of Order value", photo="yes"),
    rule("B", remedy="Refund", who="lead", up_to="5 x Days since delivery"),
    rule("C", "must", "Refund", who="manager", up_to="20"),
    rule("D", "never", "Refund", days_since_delivery="> 100"),
    rule("E", remedy="Goodwill credit", up_to="12", tier=">= silver", days_since_delivery="<= 7"),
)
CASES = [
    {"order_value": value, "days_since_delivery": days, "photo": photo, "tier": tier}
    for value, days, photo, tier in itertools.product(
        ("0", "50", "200", "200.04", "250", "1000"),
        (0, 4, 5, "7.5", 8, 20, 101),
        ("yes", "no", ""),
        ("gold", None),
    )
]


def test_facts_as_given_and_facts_as_read_are_answered_alike_in_any_order_of_asking() -> None:
    book = book_of(*ROWS)
    policy = book.policy("arrived_damaged", DAY)
    for case, role in itertools.product([*CASES, *reversed(CASES)], policy.vocabulary.roles):
        asked = book.decide("arrived_damaged", role.key, case, DAY)
        fresh = book_of(*ROWS).policy("arrived_damaged", DAY) if case is CASES[5] else policy
        again = decide(fresh, role, read_case(case, policy.vocabulary))
        assert asked.as_json() == again.as_json()
        assert [verdict.as_json() for verdict in asked.verdicts] == asked.as_json()["remedies"]


def test_nothing_that_a_reader_changes_is_seen_by_the_next() -> None:
    book = book_of(*ROWS)
    for case in CASES:
        before = book.decide("arrived_damaged", "agent", case, DAY).as_json()
        spoilt = book.decide("arrived_damaged", "agent", case, DAY).as_json()
        for remedy in spoilt["remedies"]:
            for value in remedy.values():
                if isinstance(value, list | dict):
                    value.clear()
        spoilt["policy"].clear()
        assert book.decide("arrived_damaged", "agent", case, DAY).as_json() == before


def test_what_is_kept_of_readings_has_an_end() -> None:
    book = book_of(rule("A", remedy="Refund", up_to="10", order_value="> 5"))
    for pennies in range(intake.MOST + 500):
        facts = {"order_value": f"{pennies // 100}.{pennies % 100:02}"}
        verdict = book.decide("arrived_damaged", "agent", facts, DAY).bare[0]
        assert verdict.word == ("may" if pennies > 500 else "none")
    policy = book.policy("arrived_damaged", DAY)
    assert all(len(kept) <= intake.MOST for _, _, _, kept in policy.intake)


def test_a_truth_is_no_number_though_python_takes_it_for_one() -> None:
    book = book_of(rule("A", remedy="Refund", up_to="10", days_since_delivery="1"))
    assert book.decide("arrived_damaged", "agent", {"days_since_delivery": 1}, DAY).bare[0].word == "may"
    with pytest.raises(BadFact):
        book.decide("arrived_damaged", "agent", {"days_since_delivery": True}, DAY)


def test_a_fact_that_is_not_known_fails_the_rules_that_ask_for_it_and_no_others() -> None:
    book = book_of(
        rule("A", tier="gold", photo="yes"), rule("B", days_since_delivery="<= 30", order_value="<= 5")
    )
    facts = {"days_since_delivery": 31, "order_value": "5.01", "tier": "standard"}
    nearest = book.decide("arrived_damaged", "agent", facts, DAY).as_json()["remedies"][1]["nearest"]
    assert (nearest["rule"], nearest["holds"], nearest["of"]) == ("B", 0, 2)
