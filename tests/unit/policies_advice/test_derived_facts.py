"""Derived facts: what they follow from, what is checked when a page is read, and what happens in a case."""

import doctest
import inspect
from datetime import date

import pytest
from advice_pages import DAY, FACTS, book_of

import policies.derived
from policies import BadFact, Book, derived_facts
from policies.derivation import TODAY, inputs_of

RULES = """
| Rule | Days late | Remedy | Effect | Who | Up to |
|------|-----------|--------|--------|-----|-------|
| A1 | 1..3 | Refund | may | agent | 5 x Days late |
| A2 | > 3 | Refund | may | agent | 20 |
"""
LATE = """
| Promised date | date | | 2020-01-01..2030-12-31 | | order | no |
| Delivered date | date | | 2020-01-01..2030-12-31 | | order | no |
| Days late | number | days | 0..365 | | derived | no |
"""
SINCE = """
| Delivered date | date | | 2020-01-01..2030-12-31 | | order | no |
| Days since delivery | number | days | 0..3650 | | derived | |
"""


def refund(book: Book, **facts: object):
    return book.decide("late", "agent", facts, DAY).verdict("refund")


def test_every_function_does_as_its_examples_say() -> None:
    result = doctest.testmod(policies.derived)
    assert (result.failed, result.attempted > 8) == (0, True)


def test_every_function_is_listed_and_none_follows_from_a_derived_fact() -> None:
    listed = derived_facts()
    names = {each.name for each in listed}
    written = {
        name for name, each in inspect.getmembers(policies.derived, inspect.isfunction)
        if each.__module__ == "policies.derived"
    }  # fmt: skip
    assert names == written
    assert not any(names & each.inputs.keys() or TODAY in each.inputs for each in listed)
    assert all(each.doc.endswith(".") for each in listed)
    assert listed[0].as_json() == {
        "fact": "days_late",
        "type": "number",
        "inputs": [{"fact": "promised_date", "type": "date"}, {"fact": "delivered_date", "type": "date"}],
        "needs_today": False,
        "doc": "Days between the promised day and the one it came; 0 where it came in time.",
    }


def test_a_derived_fact_takes_its_value_from_what_it_follows_from() -> None:
    book = book_of(RULES, LATE)
    assert book.problems == ()
    verdict = refund(book, promised_date="2026-05-01", delivered_date="2026-05-03")
    assert (verdict.word, verdict.limit) == ("may", 1000)
    assert refund(book, promised_date="2026-05-03", delivered_date="2026-05-01").word == "none"


def test_it_is_unknown_where_an_input_is_and_may_then_be_given() -> None:
    book = book_of(RULES, LATE)
    assert refund(book, promised_date="2026-05-01").word == "depends"
    assert refund(book, promised_date="2026-05-01", days_late="2").limit == 1000
    assert refund(book, days_late="4").limit == 2000


def test_a_value_that_contradicts_what_follows_decides_nothing() -> None:
    book = book_of(RULES, LATE)
    assert refund(book, promised_date="2026-05-01", delivered_date="2026-05-03", days_late=2).limit == 1000
    with pytest.raises(BadFact) as error:
        refund(book, promised_date="2026-05-01", delivered_date="2026-05-03", days_late=3)
    assert str(error.value) == (
        "bad-fact: days_late: `3` is given, and `2` follows from `Promised date`, `Delivered date`; "
        "leave `days_late` out, or mend what it follows from"
    )


def test_today_is_the_day_the_decision_is_for() -> None:
    book = book_of(RULES.replace("Days late", "Days since delivery"), SINCE)
    facts = {"delivered_date": "2026-05-30"}
    assert book.decide("late", "agent", facts, date(2026, 5, 31)).verdict("refund").limit == 500
    assert book.decide("late", "agent", facts, date(2026, 6, 2)).verdict("refund").limit == 1500
    with pytest.raises(BadFact, match="`-1` follows from `Delivered date` and cannot occur"):
        book.decide("late", "agent", facts, date(2026, 5, 29))


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        (
            LATE.replace("| Promised date | date | | 2020-01-01..2030-12-31 | | order | no |\n", ""),
            "missing-input",
        ),
        (
            LATE.replace(
                "Delivered date | date | | 2020-01-01..2030-12-31", "Delivered date | number | | 0..9"
            ),
            "input-type",
        ),
        (LATE.replace("Days late | number", "Days late | money"), "derived-type"),
        (LATE.replace("derived | no", "derived | yes"), "derived-changeable"),
        (LATE.replace("Days late", "Days lat"), "unknown-derivation"),
    ],
)
def test_what_cannot_be_derived_is_a_problem_at_its_row(facts, problem) -> None:
    found = [each for each in book_of(RULES, facts).problems if each.code == problem]
    assert len(found) == 1
    row = next(line for line in facts.splitlines() if "derived" in line)
    text = f"## Facts\n{FACTS.rstrip()}\n{facts.strip()}\n"
    book_lines = dict(enumerate(text.splitlines(), start=4))
    assert book_lines[found[0].line] == row
    assert found[0].hint


def test_an_input_whose_row_cannot_be_read_is_complained_of_once() -> None:
    broken = LATE.replace("Promised date | date", "Promised date | dat")
    assert [problem.code for problem in book_of(RULES, broken).problems] == ["bad-type"]


def test_worked_examples_state_inputs_or_the_fact_itself_but_not_what_contradicts() -> None:
    examples = """
| Example | Promised date | Delivered date | Days late | Remedy | Expect | Rule |
|---------|---------------|----------------|-----------|--------|--------|------|
| two days | 2026-05-01 | 2026-05-03 | | Refund | may 10 | A1 |
| four days | | | 4 | Refund | may 20 | A2 |
"""
    assert book_of(RULES, LATE, examples).problems == ()
    wrong = examples.replace("| | Refund | may 10", "| 3 | Refund | may 10")
    (problem,) = book_of(RULES, LATE, wrong).problems
    assert problem.code == "bad-fact"


def test_the_inputs_of_a_fact_can_be_asked_for_in_its_place() -> None:
    policy = book_of(RULES, LATE).policy("late", DAY)
    days_late = policy.vocabulary.fact_at["days_late"]
    assert [fact.key for fact in inputs_of(days_late, policy.vocabulary)] == [
        "promised_date",
        "delivered_date",
    ]
    assert inputs_of(policy.vocabulary.fact_at["photo"], policy.vocabulary) == ()
