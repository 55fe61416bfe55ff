"""What would have been enough, on pages small enough to check by eye."""

import pytest
from advice_pages import policy_of

from policies import cheapest_change
from policies.reasoning.case import read_case

RULES = """
| Rule | Days | Value | Photo | Checked | Remedy | Effect | Who | Up to |
|------|------|-------|-------|---------|--------|--------|-----|-------|
| A1 | <= 30 | <= 75 | yes | | Refund | may | agent | 100% of Value |
| A2 | <= 30 | | | | Refund | may | manager | 50 |
| A3 | > 30 | | | yes | Replacement | must | | |
| A4 | > 30 | | yes | | Replacement | never | | |
| A5 | > 90 | | | | Credit | may | lead | min(10, 20% of Value) |
"""


def change(role: str, remedy: str, **facts: object):
    policy = policy_of(RULES)
    return cheapest_change(
        policy, policy.vocabulary.role_at[role], read_case(facts, policy.vocabulary), remedy
    )


def test_one_changeable_fact_is_suggested_before_two_rungs_of_the_ladder() -> None:
    found = change("agent", "refund", days=3, value="40", photo="no", checked="no")
    assert found.words == "With Photo: yes (now no), rule A1 would allow Refund up to 40.00."
    assert found.as_json() == {
        "remedy": "refund",
        "changes": [{"fact": "photo", "from": "no", "to": "yes"}],
        "if": [],
        "ask_role": None,
        "rule": "A1",
        "verdict": "may",
        "amount": "40.00",
        "words": found.words,
    }


def test_what_a_person_cannot_honestly_change_stays_as_it_is() -> None:
    found = change("agent", "refund", days=3, value="75.01", photo="no", checked="no")
    assert found.changed == ()
    assert found.words == "Rule A2 would let the manager give Refund up to 50.00."
    assert change("manager", "credit", days=3, value="75.01", photo="no", checked="no") is None


def test_nothing_is_suggested_while_a_never_would_still_hold() -> None:
    found = change("agent", "replacement", days=31, value="40", photo="yes", checked="no")
    assert [(move.fact.key, move.after) for move in found.changed] == [("photo", 0), ("checked", 1)]
    assert change("agent", "replacement", days=30, value="40", photo="yes", checked="no") is None


def test_an_unknown_fact_that_nobody_can_change_is_named_as_an_assumption() -> None:
    found = change("agent", "refund", value="40", photo="no")
    assert found.words == (
        "With Photo: yes (now no), and if Days is <= 30, rule A1 would allow Refund up to 40.00."
    )
    assert found.as_json()["if"] == [{"fact": "days", "is": "0"}]
    unpriced = change("agent", "refund", days=3, photo="yes")
    assert unpriced.words == "If Value is <= 75, rule A1 would allow Refund."


def test_what_is_allowed_already_needs_nothing() -> None:
    assert change("agent", "refund", days=3, value="40", photo="yes") is None
    assert change("manager", "refund", days=3, value="40", photo="no") is None
    assert change("manager", "refund", days=3, value="40") is None


def test_a_right_is_called_a_right() -> None:
    found = change("agent", "replacement", days=31, value="40", photo="no", checked="no")
    assert found.words == "With Checked: yes (now no), rule A3 would entitle them to Replacement."
    assert found.verdict.word == "must"


def test_an_ordered_fact_moves_no_further_than_it_must() -> None:
    policy = policy_of(
        """
| Rule | Weight | Remedy | Effect | Who | Up to |
|------|--------|--------|--------|-----|-------|
| B1 | < 2.5, > 8 | Refund | may | agent | 5 |
"""
    )
    agent = policy.vocabulary.roles[0]
    known = read_case({"weight": "4.25"}, policy.vocabulary)
    found = cheapest_change(policy, agent, known, "refund")
    assert found.words == "With Weight: 2.4 (now 4.25), rule B1 would allow Refund up to 5.00."
    known = read_case({"weight": "7"}, policy.vocabulary)
    assert cheapest_change(policy, agent, known, "refund").as_json()["changes"][0]["to"] == "8.1"


def test_a_remedy_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        change("agent", "sympathy", days=3)


def test_a_table_with_hundreds_of_ways_is_answered_in_good_time() -> None:
    labels = [f"Wish {at}" for at in range(12)]
    facts = "\n".join(f"| {label} | choice | | a, b, c, d | | asked | yes |" for label in labels)
    head = "| Rule | " + " | ".join(labels) + " | Remedy | Effect | Who | Up to |"
    cells = [["abcd"[(at >> (place % 7)) % 4] for place in range(12)] for at in range(60)]
    rows = [f"| R{at} | " + " | ".join(row) + " | Refund | may | agent | 5 |" for at, row in enumerate(cells)]
    policy = policy_of("\n".join([head, "|" + "---|" * 17, *rows]), facts)
    known = read_case({f"wish_{at}": "d" for at in range(12)}, policy.vocabulary)
    found = cheapest_change(policy, policy.vocabulary.roles[0], known, "refund")
    fewest = min(sum(condition.text != "d" for condition in rule.conditions) for rule in policy.rules)
    assert len(found.changed) == fewest
