"""What is asked next, on pages small enough to check by eye."""

from advice_pages import DAY, book_of, policy_of

from policies import dialogue, explain, next_question
from policies.reasoning.case import read_case

SPLIT = """
| Rule | Days | Photo | Tier | Remedy | Effect | Who | Up to |
|------|------|-------|------|--------|--------|-----|-------|
| A1 | <= 30 | yes | | Refund | may | agent | 100% of Value |
| A2 | <= 30 | no | | Replacement | may | agent | |
| A3 | > 30 | | silver, gold | Credit | may | agent | 5 |
"""


def asked(rules: str, **facts: object) -> str | None:
    policy = policy_of(rules)
    question = next_question(policy, policy.vocabulary.roles[0], read_case(facts, policy.vocabulary))
    return question and question.fact.key


def test_the_fact_that_tells_most_rules_apart_is_asked_first() -> None:
    assert asked(SPLIT) == "days"


def test_what_no_longer_matters_is_not_asked() -> None:
    assert asked(SPLIT, days=31) == "tier"
    assert asked(SPLIT, days=31, tier="gold") is None
    assert asked(SPLIT, days=3, photo="no") is None


def test_an_amount_is_asked_for_where_a_limit_rests_on_it() -> None:
    assert asked(SPLIT, days=3, photo="yes") == "value"


def test_at_equal_worth_what_can_be_looked_up_comes_before_what_the_customer_must_be_asked() -> None:
    rules = """
| Rule | Photo | Warranty | Remedy | Effect |
|------|-------|----------|--------|--------|
| A1 | yes | yes | Replacement | may |
"""
    warranty = "| Warranty | yes/no | | | | ledger | no |"
    policy = policy_of(rules, warranty)
    question = next_question(policy, policy.vocabulary.roles[0], {})
    assert question is not None
    assert (question.fact.key, question.looked_up) == ("warranty", True)
    policy = policy_of(rules, warranty.replace("ledger", "asked"))
    question = next_question(policy, policy.vocabulary.roles[0], {})
    assert question is not None
    assert (question.fact.key, question.looked_up) == ("photo", False)


def test_a_decision_carries_the_question_as_plain_data() -> None:
    book = book_of(SPLIT)
    decision = book.decide("late", "agent", {}, DAY)
    assert decision.as_json()["next_question"] == "days"
    assert explain(decision).as_json()["next_question"] == {
        "fact": "days",
        "ask": "When did it arrive?",
        "type": "number",
        "values": ["0", "3650"],
        "settles": ["refund", "replacement", "credit"],
    }
    assert book.decide("late", "agent", {"days": 40, "tier": "gold"}, DAY).as_json()["next_question"] is None


def test_a_fact_without_words_of_its_own_is_asked_for_by_its_label() -> None:
    policy = policy_of(SPLIT)
    known = read_case({"days": 3, "photo": "yes"}, policy.vocabulary)
    question = next_question(policy, policy.vocabulary.roles[0], known)
    assert question is not None
    assert question.ask == "Value?"


def test_a_dialogue_ends_when_nothing_is_left_to_ask_or_no_answer_comes() -> None:
    policy = policy_of(SPLIT)
    agent = policy.vocabulary.roles[0]
    answers = read_case({"days": 3, "photo": "yes", "value": "40", "tier": "gold"}, policy.vocabulary)
    assert [each.fact.key for each in dialogue(policy, agent, {}, answers)] == ["days", "photo", "value"]
    del answers["photo"]
    assert [each.fact.key for each in dialogue(policy, agent, {}, answers)] == ["days", "photo"]
