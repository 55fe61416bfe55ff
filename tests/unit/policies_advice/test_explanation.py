"""Every verdict explained: what decided, what met it, and what would have been enough."""

import json

from advice_pages import DAY, book_of

from policies import explain

RULES = """
| Rule | Days | Value | Photo | Remedy | Effect | Who | Up to | Provided | Because |
|------|------|-------|-------|--------|--------|-----|-------|----------|---------|
| A1 | <= 30 | <= 75 | yes | Refund | may | agent | 50% of Value | Apologise first | [30](floor.md#thirty) |
| A2 | | | | Credit | never | | | | the law |
"""


def explained(**facts: object):
    return explain(book_of(RULES).decide("late", "agent", facts, DAY))


def test_the_rules_that_decided_show_each_condition_and_the_value_that_met_it() -> None:
    account = explained(days=3, value="40", photo="yes").account("refund")
    (ground,) = account.grounds
    assert [met.words for met in ground.met] == [
        "Days: 3 (<= 30)",
        "Value: 40.00 (<= 75)",
        "Photo: yes (yes)",
    ]
    assert ground.as_json() == {
        "rule": "A1",
        "line": 8,
        "effect": "may",
        "who": "agent",
        "up_to": "50% of Value",
        "conditions": [
            {"fact": "days", "cell": "<= 30", "value": "3"},
            {"fact": "value", "cell": "<= 75", "value": "40.00"},
            {"fact": "photo", "cell": "yes", "value": "yes"},
        ],
        "because": [{"text": "30", "href": "floor.md#thirty"}],
        "provided": "Apologise first",
    }
    assert account.change is None
    assert account.nearest is None


def test_a_refusal_shows_the_nearest_rule_by_how_much_it_fails_and_what_would_be_enough() -> None:
    account = explained(days=3, value="40", photo="no").account("refund")
    assert account.grounds == ()
    assert account.nearest is not None
    assert account.nearest.words == "2 of 3 conditions hold: photo is no"
    assert account.change is not None
    assert account.change.words == "With Photo: yes (now no), rule A1 would allow Refund up to 20.00."
    account = explained(days=3, value="82", photo="yes").account("refund")
    assert account.nearest is not None
    assert account.nearest.words == "2 of 3 conditions hold: value 82.00 is above 75.00"
    assert account.change is None


def test_what_is_forbidden_names_the_rule_that_forbids_it_and_suggests_nothing() -> None:
    account = explained(days=3).account("credit")
    assert [ground.rule.id for ground in account.grounds] == ["A2"]
    assert account.as_json()["grounds"][0]["who"] is None
    assert account.change is None


def test_a_condition_on_an_unknown_fact_says_so() -> None:
    account = explained(days=3, photo="yes").account("refund")
    assert account.verdict.word == "depends"
    assert account.change is not None
    assert account.change.words == "If Value is <= 75, rule A1 would allow Refund."


def test_an_explanation_is_the_decision_with_its_facts_and_an_account_of_every_remedy() -> None:
    explanation = explained(days=3, value="40")
    data = explanation.as_json()
    assert data["facts"] == {"days": "3", "value": "40.00"}
    assert data["next_question"]["fact"] == explanation.decision.as_json()["next_question"]
    assert [account["remedy"] for account in data["remedies"]] == ["refund", "replacement", "credit"]
    assert json.loads(json.dumps(data)) == data
