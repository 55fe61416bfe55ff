"""An amount on which all completions agree is shown though a fact of its formula is unknown; no other is."""

import pytest
from policy_pages import book_of, decide, rule


@pytest.mark.parametrize(
    ("days", "up_to", "limit"),
    [
        ("", "min(10, 5 + 10 x Days since delivery)", None),
        (">= 1", "10 + 0 x Days since delivery", 1000),
        ("", "max(10, 0 x Days since delivery)", 1000),
        ("", "max(36500, 10 x Days since delivery)", 3650000),
        ("", "max(36499, 10 x Days since delivery)", None),
        ("", "min(10, 10 + 1 x Days since delivery)", 1000),
    ],
)
def test_a_limit_is_shown_exactly_where_all_completions_agree(
    days: str, up_to: str, limit: int | None
) -> None:
    rows = [rule("D1", "may", "Refund", up_to=up_to)]
    if days:
        rows.append(rule("D2", "may", "Refund", up_to="1", days_since_delivery=days))
    verdict = decide(book_of(*rows)).verdict("refund")
    assert (verdict.word, verdict.limit) == ("may", limit)


def test_an_entitlement_on_which_all_completions_agree_is_shown() -> None:
    verdict = decide(book_of(rule("D1", "must", "Refund", up_to="min(10, 10 + 2 x Days since delivery)")))
    found = verdict.verdict("refund")
    assert (found.word, found.entitled, found.limit) == ("must", 1000, 1000)


def test_where_the_word_is_not_certain_no_limit_is() -> None:
    verdict = decide(
        book_of(rule("D1", "may", "Refund", up_to="min(10, 10 + 2 x Days since delivery)", photo="yes"))
    )
    assert (verdict.verdict("refund").word, verdict.verdict("refund").limit) == ("depends", None)
