"""Condition cells: every form, and every way to get one wrong."""

from decimal import Decimal

import pytest
from policy_pages import VOCABULARY, book_of, decide, policy, problems_of, rule, vocabulary

from policies import read


def accepted(label: str, cell: str, value: object) -> bool:
    book = book_of(rule("R1", **{label: cell}))
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return decide(book, **{label: value}).verdict("replacement").word == "may"


@pytest.mark.parametrize(
    ("cell", "inside", "outside"),
    [
        ("", ["0", "3650"], []),
        ("-", ["0", "3650"], []),
        ("\u2014", ["7"], []),
        ("30", ["30", "30.0"], ["29", "30.5"]),
        ("< 30", ["29.999"], ["30"]),
        ("<= 30", ["30"], ["30.001"]),
        ("\u2264 30", ["30"], ["31"]),
        ("\uff1c\uff1d\u3000\uff13\uff10", ["30"], ["31"]),
        ("> 30", ["30.001"], ["30"]),
        (">=30", ["30"], ["29.9"]),
        ("20..100", ["20", "100"], ["19.9", "100.1"]),
        ("[20..100)", ["20", "99.9"], ["100"]),
        ("(20..100]", ["20.1", "100"], ["20"]),
        ("(20..100)", ["20.1"], ["20", "100"]),
        ("[20 .. 100]", ["20", "100"], ["19"]),
        ("7, 14", ["7", "14"], ["8"]),
        ("1..5, 9, > 20", ["1", "5", "9", "21"], ["6", "20"]),
        ("not(7, 14)", ["8"], ["7", "14"]),
        ("not(10..20)", ["9.9", "20.1"], ["10", "20"]),
        ("`30`", ["30"], ["31"]),
        ("**30**", ["30"], ["31"]),
        ("\u00a030\u00a0", ["30"], ["31"]),
    ],
)
def test_a_number_cell_accepts_what_it_says(cell: str, inside: list[str], outside: list[str]) -> None:
    assert all(accepted("days_since_delivery", cell, value) for value in inside)
    assert not any(accepted("days_since_delivery", cell, value) for value in outside)


@pytest.mark.parametrize(
    ("label", "cell", "inside", "outside"),
    [
        ("order_value", "< 20", "19.99", "20"),
        ("order_value", "20..30.50", "30.5", "30.51"),
        ("tier", ">= silver", "gold", "standard"),
        ("tier", "silver..gold", "Silver", "standard"),
        ("tier", "< GOLD", "silver", "gold"),
        ("tier", "standard, gold", "gold", "silver"),
        ("channel", "Phone, E-MAIL", "e mail", "chat"),
        ("channel", "not(chat)", "phone", "chat"),
        ("photo", "yes", True, False),
        ("photo", "No", "n", "y"),
        ("bought_on", "2026-01-31", "2026-01-31", "2026-02-01"),
        ("bought_on", "< 2026-01-31", "2026-01-30", "2026-01-31"),
        ("bought_on", "2026-01-01..2026-03-31", "2026-03-31", "2026-04-01"),
    ],
)
def test_other_types_accept_what_they_say(label: str, cell: str, inside: object, outside: object) -> None:
    assert accepted(label, cell, inside)
    assert not accepted(label, cell, outside)


@pytest.mark.parametrize(
    ("label", "cell", "code", "hint"),
    [
        ("days_since_delivery", "30 days", "bad-number", "`30`"),
        ("days_since_delivery", "30-60", "bad-number", "`30..60`"),
        ("days_since_delivery", "<> 3", "bad-number", ""),
        ("days_since_delivery", "1e3", "bad-number", ""),
        ("days_since_delivery", "2\u00b2", "bad-number", ""),
        ("days_since_delivery", "<", "bad-cell", ""),
        ("days_since_delivery", "5..", "bad-cell", ""),
        ("days_since_delivery", "1,,2", "bad-cell", ""),
        ("days_since_delivery", "[1..2", "bad-cell", "[20..100)"),
        ("days_since_delivery", "100..20", "reversed-range", "`20..100`"),
        ("days_since_delivery", "(3..3)", "empty-range", ""),
        ("days_since_delivery", "> 3650", "empty-range", "0..3650"),
        ("days_since_delivery", "not(0..3650)", "empty-range", ""),
        ("days_since_delivery", "9999", "outside-values", "0..3650"),
        ("days_since_delivery", "1,000", "ambiguous-number", "`1000`"),
        ("days_since_delivery", "9" * 31, "bad-number", ""),
        ("days_since_delivery", "1, " * 3000 + "1", "cell-too-long", ""),
        ("order_value", "\u00a320", "bad-number", "`20`"),
        ("order_value", "20.005", "too-precise", "2 decimals"),
        ("tier", "sliver", "unknown-choice", "`silver`"),
        ("tier", ">= ", "bad-cell", ""),
        ("channel", "> phone", "not-ordered", ""),
        ("channel", "phone..chat", "not-ordered", ""),
        ("photo", "perhaps", "bad-value", "`yes` or `no`"),
        ("bought_on", "31/01/2026", "bad-date", "2026-01-31"),
        ("bought_on", "2026-02-30", "bad-date", ""),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_line_and_what_to_write(
    label: str, cell: str, code: str, hint: str
) -> None:
    (problem,) = problems_of(rule("R1"), rule("R2", **{label: cell}))
    assert (problem.code, problem.severity, problem.path, problem.line) == (code, "error", "damaged.md", 8)
    assert hint in problem.hint
    assert problem.blocks
    assert problem.hint


@pytest.mark.parametrize(
    ("cell", "code"),
    [("<= 9999", "outside-values"), ("30..9999", "outside-values"), ("1,500", "maybe-thousands")],
)
def test_a_doubtful_cell_is_a_warning(cell: str, code: str) -> None:
    (problem,) = problems_of(rule("R1", days_since_delivery=cell))
    assert (problem.code, problem.severity, problem.blocks) == (code, "warning", False)


@pytest.mark.parametrize(
    ("cell", "inside", "outside"), [("> 3500 km", "> 3500 KM", "short"), ("1..3", "1..3", "short")]
)
def test_a_choice_may_be_labelled_like_a_comparison(cell: str, inside: str, outside: str) -> None:
    words = VOCABULARY.replace("phone, chat, e-mail", "short, 1..3, > 3500 km")
    book = read([vocabulary(words), policy(rule("R1", channel=cell))])
    assert book.problems == ()
    assert decide(book, channel=inside).verdict("replacement").word == "may"
    assert decide(book, channel=outside).verdict("replacement").word == "none"


def test_an_ascending_list_with_three_digits_is_a_list() -> None:
    assert accepted("days_since_delivery", "30, 100", Decimal(100))
