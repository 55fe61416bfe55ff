"""Two rows alike but for one range that meet at an end, or cross: told with a case; nesting is left alone."""

from pathlib import Path

import pytest
from policy_pages import DAY, book_of, rule

from kb.sources.folder import policy_pages, read_folder
from policies import Book, Finding, analyse, read

CONTENT = Path(__file__).resolve().parents[3] / "content"
CODES = ("shared-end", "overlapping-rows")


def refund(name: str, days: str, up_to: str = "", effect: str = "may", **cells: str) -> dict[str, str]:
    return rule(name, effect, "Refund", days_since_delivery=days, up_to=up_to, **cells)


def met(book: Book) -> list[Finding]:
    assert [str(problem) for problem in book.problems] == []
    return [finding for finding in analyse(book) if finding.code in CODES]


def deciding(book: Book, finding: Finding) -> set[str]:
    assert finding.witness is not None
    decision = book.decide("arrived_damaged", finding.witness.role, finding.witness.facts, DAY)
    return {each.id for each in decision.verdict("refund").rules}


def test_two_closed_ranges_that_share_an_end_are_told_with_who_decides_there() -> None:
    book = book_of(refund("A", "15..30", "20"), refund("B", "30..60", "10"))
    (found,) = met(book)
    assert (found.code, found.severity) == ("shared-end", "warning")
    assert found.line == book.policy("arrived_damaged", DAY).rules[1].line
    assert found.message == "`A` and `B` both hold at Days since delivery 30, and `A` decides there"
    assert found.hint == "write `[15..30)` for the one or `(30..60]` for the other"
    assert found.witness is not None
    assert found.witness.facts["days_since_delivery"] == "30"
    assert deciding(book, found) == {"A"}


@pytest.mark.parametrize(
    ("one", "other", "winners", "hint"),
    [
        (refund("A", "<= 30", "5"), refund("B", ">= 30", "10"), {"B"}, "write `< 30` for the one or `> 30`"),
        (refund("A", "30..60", "5"), refund("B", "[15..30]", "10"), {"B"}, "write `[15..30)` for the one"),
        (refund("A", "15..30", "5", "must"), refund("B", "30..60", "10", "must"), {"B"}, "write `[15..30)`"),
        (refund("A", "15..30", "5", "must"), refund("B", "30..60", "10"), {"A", "B"}, "write `[15..30)`"),
        (refund("A", "15..30", "5"), refund("B", "30..60", effect="never"), {"B"}, "write `[15..30)`"),
        (refund("A", "15..30", "5"), refund("B", "30..60", "10", who="lead"), {"B"}, "write `[15..30)`"),
        (
            refund("A", "15..30", "10% of Order value"),
            refund("B", "30..60", "5% of Order value"),
            {"A"},
            "write `[15..30)`",
        ),
    ],
)
def test_a_shared_end_is_told_whatever_the_rows_give(
    one: dict[str, str], other: dict[str, str], winners: set[str], hint: str
) -> None:
    book = book_of(one, other)
    (found,) = met(book)
    assert found.code == "shared-end"
    assert deciding(book, found) == winners
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(
    ("fact", "lower", "upper", "value"),
    [
        ("order_value", "10..20", "20..30", "20.00"),
        ("bought_on", "2021-01-01..2021-06-30", "2021-06-30..2021-12-31", "2021-06-30"),
    ],
)
def test_money_and_dates_share_an_end_as_numbers_do(fact: str, lower: str, upper: str, value: str) -> None:
    rows = (
        rule("A", "may", "Refund", up_to="5", photo="yes", **{fact: lower}),
        rule("B", "may", "Refund", up_to="9", photo="yes", **{fact: upper}),
    )
    (found,) = met(book_of(*rows))
    assert found.witness is not None
    assert (found.witness.facts[fact], found.witness.facts["photo"]) == (value, "yes")


def test_ranges_that_cross_by_more_than_an_end_are_told_for_one_effect_and_one_role() -> None:
    book = book_of(refund("A", "15..35", "20"), refund("B", "30..60", "10"))
    (found,) = met(book)
    assert found.code == "overlapping-rows"
    assert (
        found.message == "`A` and `B` both hold at Days since delivery from 30 to 35, and `A` decides there"
    )
    assert deciding(book, found) == {"A"}
    assert met(book_of(refund("A", "15..35", "20"), refund("B", "30..60", "10", who="lead"))) == []


@pytest.mark.parametrize(
    "rows",
    [
        (refund("A", "[15..30)", "20"), refund("B", "30..60", "10")),
        (refund("A", "15..30", "20"), refund("B", "(30..60]", "10")),
        (refund("A", "<= 30", "20"), refund("B", "<= 60", "10")),
        (refund("A", "20..30", "20"), refund("B", "15..60", "10")),
        (refund("A", "15..30", "20"), refund("B", "30..60", "20")),
        (refund("A", "30", "20"), refund("B", "30..60", "10")),
        (refund("A", "15..30", "20", photo="yes"), refund("B", "30..60", "10", photo="no")),
        (refund("A", "15..30", "20"), refund("B", "30..60", "10"), refund("C", "30", "50")),
        (refund("A", "<= 30", "20"), refund("B", "> 20", "10")),
    ],
)
def test_ranges_that_are_apart_nested_or_of_no_consequence_are_left_alone(
    rows: tuple[dict[str, str], ...],
) -> None:
    assert met(book_of(*rows)) == []


def test_rows_that_share_an_end_only_below_a_stronger_rule_are_left_alone() -> None:
    assert (
        met(book_of(refund("A", "15..30", "20"), refund("B", "30..60", "10"), refund("C", "", "20", "must")))
        == []
    )


def test_the_starter_policies_share_no_end() -> None:
    assert met(read(policy_pages(read_folder(CONTENT)))) == []
