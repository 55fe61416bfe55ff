"""The book: revisions, the day that picks one, and pages that are refused."""

from datetime import date

import pytest
from policy_pages import DAY, VOCABULARY, decide, policy, rule, vocabulary

from policies import NoneInForce, PageRefused, PolicyError, UnknownComplaint, read

SINCE_EVER = policy(rule("OLD"), slug="damaged-old")
SPRING = policy(rule("SPRING"), slug="damaged-spring", effective=date(2026, 3, 1))
SUMMER = policy(rule("SUMMER", "never"), slug="damaged-summer", effective="2026-07-01")


def rule_on(book, day: date) -> str:
    return book.decide("arrived_damaged", "agent", {}, day).verdict("replacement").rules[0].id


def test_the_revision_in_force_on_the_day_decides() -> None:
    book = read([SUMMER, vocabulary(), SINCE_EVER, SPRING])
    assert book.problems == ()
    days = [date(2000, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [rule_on(book, day) for day in days] == ["OLD", "OLD", "SPRING", "SPRING", "SUMMER"]


def test_a_decision_names_its_revision_and_its_hash() -> None:
    book = read([vocabulary(), SPRING])
    answer = decide(book).as_json()
    assert answer["policy"] == {"slug": "damaged-spring", "sha256": SPRING.sha256, "effective": "2026-03-01"}


def test_before_the_first_revision_none_is_in_force() -> None:
    with pytest.raises(NoneInForce, match="none-in-force") as error:
        rule_on(read([vocabulary(), SPRING]), date(2026, 2, 28))
    assert "2026-03-01" in error.value.hint


def test_two_revisions_of_one_day_are_an_error_on_both() -> None:
    twin = policy(rule("R1"), slug="damaged-twin", effective=date(2026, 3, 1))
    book = read([vocabulary(), SPRING, twin])
    assert [(problem.code, problem.path, problem.line) for problem in book.problems] == [
        ("same-effective", "damaged-spring.md", 3),
        ("same-effective", "damaged-twin.md", 3),
    ]
    with pytest.raises(PageRefused):
        rule_on(book, DAY)


def test_an_unknown_complaint_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownComplaint, match="did you mean `arrived_damaged`"):
        read([vocabulary(), SPRING]).decide("arived_damaged", "agent", {}, DAY)


def test_a_complaint_may_be_given_by_its_label() -> None:
    assert read([vocabulary(), SPRING]).policy("Arrived damaged", DAY).slug == "damaged-spring"


def test_a_refused_page_is_never_replaced_by_an_older_one() -> None:
    broken = policy(rule("R1", "perhaps"), slug="damaged-broken", effective=date(2026, 5, 1))
    book = read([vocabulary(), SPRING, broken])
    assert rule_on(book, date(2026, 4, 30)) == "SPRING"
    with pytest.raises(PageRefused) as error:
        rule_on(book, DAY)
    assert [problem.code for problem in error.value.problems] == ["unknown-effect"]
    assert isinstance(error.value, PolicyError)


def test_a_broken_vocabulary_refuses_every_policy() -> None:
    book = read([vocabulary(VOCABULARY.replace("## Remedies", "## Remedes")), SPRING])
    with pytest.raises(PageRefused) as error:
        rule_on(book, DAY)
    assert "missing-heading" in {problem.code for problem in error.value.problems}


def test_a_policy_is_read_against_every_vocabulary_it_meets() -> None:
    narrow = vocabulary(VOCABULARY.replace("0..3650", "0..100"))
    wide = policy(rule("R1", days_since_delivery="200"), slug="damaged")
    later = vocabulary(effective=date(2027, 1, 1))
    later = type(later)("words-2027.md", "vocabulary-2027", later.meta, {}, later.body, 1, later.sha256)
    book = read([narrow, later, wide])
    assert [(problem.code, problem.path) for problem in book.problems] == [("outside-values", "damaged.md")]
    ahead = policy(rule("R1", days_since_delivery="200"), slug="damaged", effective=date(2027, 1, 1))
    assert read([narrow, later, ahead]).problems == ()


def test_a_new_vocabulary_changes_the_words_from_its_day_on() -> None:
    later = vocabulary(VOCABULARY.replace("| lead | team leads |\n", ""), effective=date(2027, 1, 1))
    later = type(later)("words-2027.md", "vocabulary-2027", later.meta, {}, later.body, 1, later.sha256)
    book = read([vocabulary(), later, SINCE_EVER])
    assert book.problems == ()
    assert [len(book.roles(day)) for day in (DAY, date(2027, 1, 1))] == [3, 2]
    limits = [
        book.decide("arrived_damaged", "agent", {}, day).as_json()["remedies"][0]["limits"]
        for day in (DAY, date(2027, 1, 1))
    ]
    assert [list(each) for each in limits] == [["agent", "lead", "manager"], ["agent", "manager"]]


def test_no_vocabulary_in_force_decides_nothing() -> None:
    book = read([vocabulary(effective=date(2026, 3, 1)), SINCE_EVER])
    with pytest.raises(NoneInForce, match="vocabulary"):
        rule_on(book, date(2026, 1, 1))
    assert rule_on(book, date(2026, 3, 1)) == "OLD"
