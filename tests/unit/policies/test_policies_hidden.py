"""What a reader cannot see in a page, and ranges that overlap in one cell, are told with their line."""

import pytest
from policy_pages import VOCABULARY, book_of, decide, policy, problems_of, rule, vocabulary

from policies import read

RLO, ISOLATE, ZWSP, SHY, ZWNJ, ZWJ = "\u202e", "\u2067", "\u200b", "\u00ad", "\u200c", "\u200d"


@pytest.mark.parametrize("character", [RLO, ISOLATE, "\u202a", "\u2069", "&#x202e;"])
@pytest.mark.parametrize("column", ["Up to", "Rule", "Remedy", "Order value", "Provided"])
def test_an_override_of_the_direction_of_writing_is_an_error_at_its_line(character: str, column: str) -> None:
    good = {"Rule": "D1", "Remedy": "Refund", "Effect": "may", "Up to": "10", "Order value": "> 5"}
    good |= {"Provided": "We collect it"}
    bad = good | {"Rule": "D2"}
    bad[column] += character
    found = [each for each in problems_of(good, bad) if each.code == "hidden-character"]
    assert [(each.severity, each.line) for each in found] == [("error", 8)]
    assert "U+" in found[0].message


@pytest.mark.parametrize("character", [ZWSP, SHY, "\u2060", "\ufeff", "\u200e", ZWNJ, ZWJ])
def test_a_character_without_width_is_left_out_and_told(character: str) -> None:
    book = book_of(rule("D1", "may", "Refund", up_to="1" + character + "0", tier="gold" + character))
    assert [(each.code, each.severity, each.line) for each in book.problems] == [
        ("hidden-character", "warning", 7),
        ("hidden-character", "warning", 7),
    ]
    assert decide(book, tier="gold").verdict("refund").limit == 1000


@pytest.mark.parametrize("label", ["\u0645\u06cc\u200c\u062e\u0648", "\U0001f469\u200d\U0001f527 called"])
def test_a_joiner_that_its_word_needs_is_no_problem(label: str) -> None:
    words = VOCABULARY.replace("phone, chat, e-mail", f"phone, {label}")
    book = read([vocabulary(words), policy(rule("D1", channel=label))])
    assert list(book.problems) == []


def test_a_label_of_the_vocabulary_that_turns_around_is_an_error_at_its_line() -> None:
    words = VOCABULARY.replace("| lead |", f"| {RLO}lead |")
    (found,) = [each for each in read([vocabulary(words)]).problems if each.code == "hidden-character"]
    assert (found.severity, found.path) == ("error", "vocabulary.md")
    assert words.split("\n")[found.line - 4].startswith(f"| {RLO}lead")


def test_a_heading_of_a_column_and_the_complaint_are_looked_at_too() -> None:
    page = policy(rule("D1"), complaint=f"arrived{ZWSP}_damaged")
    (found,) = read([vocabulary(), page]).problems
    assert (found.code, found.severity, found.line) == ("hidden-character", "error", 2)
    words = VOCABULARY.replace("| Role |", f"| Role{ZWSP} |")
    (found,) = read([vocabulary(words), policy(rule("D1"))]).problems
    assert (found.code, found.severity) == ("hidden-character", "warning")


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("15..30, 20..40", ("15..30", "20..40")),
        ("15..30, 30..40", ("15..30", "30..40")),
        ("30..40, 15..30", ("30..40", "15..30")),
        ("<= 30, 20", ("<= 30", "20")),
        ("not(15..30, 20..40)", ("15..30", "20..40")),
        ("1..2, 90..100, 50..95", ("90..100", "50..95")),
        ("10..90, 20..30, 40", ("10..90", "20..30")),
    ],
)
def test_ranges_that_overlap_in_one_cell_are_told(cell: str, pair: tuple[str, str]) -> None:
    (found,) = problems_of(rule("D1"), rule("D2", days_since_delivery=cell))
    assert (found.code, found.severity, found.line) == ("overlapping-ranges", "warning", 8)
    assert found.message == "Days since delivery: `{}` and `{}` overlap in one cell".format(*pair)


@pytest.mark.parametrize(
    "cell", ["[15..30), 30..40", "15..30, (30..40]", "< 30, 30, > 30", "10, 20, 30", "-"]
)
def test_ranges_that_only_touch_are_no_problem(cell: str) -> None:
    assert problems_of(rule("D1", days_since_delivery=cell)) == ()
