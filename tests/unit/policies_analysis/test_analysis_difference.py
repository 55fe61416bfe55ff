"""What a change of a page or of the vocabulary does, in words, and `equal` only where it is."""

from datetime import date

import pytest
from policy_pages import DAY, VOCABULARY, book_of, page, policy, rule, vocabulary

from policies import Book, Difference, VerdictChange, difference, read

ROWS = (
    rule("A", "must", "Refund", days_since_delivery="<= 30", up_to="100% of Order value"),
    rule("B", "may", "Goodwill credit", up_to="min(10, 20% of Order value)"),
    rule("C", "may", "Goodwill credit", who="lead", up_to="50"),
)


def instead(name: str, **cells: str) -> tuple[dict[str, str], ...]:
    return tuple(row | {**rule("", **cells), **_fixed(row)} if row["Rule"] == name else row for row in ROWS)


def _fixed(row: dict[str, str]) -> dict[str, str]:
    return {key: row[key] for key in ("Rule", "Effect", "Remedy")}


def between(new: tuple[dict[str, str], ...], old: tuple[dict[str, str], ...] = ROWS) -> Difference:
    return difference(book_of(*old), book_of(*new))


def said(change: VerdictChange) -> tuple[str, tuple[str, ...], str, str, str, str]:
    return change.remedy, change.roles, change.kind, change.old, change.new, change.region


def test_the_same_pages_are_equal_and_so_are_rows_in_another_order_or_split_in_two() -> None:
    assert between(ROWS).equal
    assert between(ROWS[::-1]).equal
    split = (
        *ROWS[1:],
        rule("A1", "must", "Refund", days_since_delivery="<= 10", up_to="100% of Order value"),
        rule("A2", "must", "Refund", days_since_delivery="(10..30]", up_to="100% of Order value"),
    )
    assert str(between(split)) == "equal in every case"
    assert between(split).as_json() == {"equal": True, "changes": [], "notes": []}


def test_a_wider_cell_is_looser_for_everybody_in_exactly_the_cases_it_adds() -> None:
    (change,) = between(instead("A", days_since_delivery="<= 45", up_to="100% of Order value")).changes
    assert said(change) == (
        "refund",
        ("agent", "lead", "manager"),
        "looser",
        "not offered",
        "must 100% of Order value",
        "Days since delivery above 30 and at most 45",
    )
    assert change.after.facts["days_since_delivery"] == "31"


def test_a_higher_limit_is_looser_only_for_the_roles_whose_limit_rises() -> None:
    (change,) = between(instead("B", up_to="min(12, 20% of Order value)")).changes
    assert said(change)[1:3] == (("agent",), "looser")
    assert change.old == "may up to min(10, 20% of Order value)"
    assert float(change.after.facts["order_value"]) > 50


def test_formulas_that_cross_are_told_apart_by_which_is_more() -> None:
    found = between(instead("B", up_to="10% of Order value")).changes
    agent = [change for change in found if change.roles[0] == "agent"]
    assert {(change.kind, change.where) for change in agent} == {
        ("looser", "where 10% of Order value is more than min(10, 20% of Order value)"),
        ("tighter", "where min(10, 20% of Order value) is more than 10% of Order value"),
    }
    for change in agent:
        value = float(change.after.facts["order_value"])
        assert (value > 100) == (change.kind == "looser")


def test_a_formula_written_otherwise_is_no_change() -> None:
    assert between(instead("B", up_to="min(20% of Order value, 10, 30% of Order value)")).equal


def test_a_right_turned_into_a_discretion_with_more_money_is_neither_looser_nor_tighter() -> None:
    rows = (rule("A", "may", "Refund", days_since_delivery="<= 30", up_to="110% of Order value"), *ROWS[1:])
    (change,) = between(rows).changes
    assert (change.kind, change.old, change.new) == (
        "changed",
        "must 100% of Order value",
        "may up to 110% of Order value",
    )


def test_a_new_fact_splits_the_cases_and_is_noted() -> None:
    words = VOCABULARY.replace("| Photo |", "| Insured | yes/no | | | | | |\n| Photo |")
    rows = "## Rules\n| Rule | Insured | Remedy | Effect |\n|--|--|--|--|\n| A | no | Replacement | must |\n"
    old = read([vocabulary(), policy(rule("A", "must"))])
    new = read([vocabulary(words), page("damaged", rows, complaint="arrived_damaged")])
    found = difference(old, new)
    assert [str(note) for note in found.notes] == ["fact: only the new vocabulary has `Insured`"]
    (change,) = found.changes
    assert (change.kind, change.region) == ("tighter", "Insured is yes")
    assert change.before.facts == {}
    assert change.after.facts == {"insured": "yes"}


@pytest.mark.parametrize(
    ("written", "instead_of", "message"),
    [
        (
            "| 0..3650 |",
            "| 0..9999 |",
            "only the new one can be asked Days since delivery above 3650 and at most 9999",
        ),
        (
            "standard < silver < gold",
            "standard < silver < gold < noir",
            "only the new one can be asked `Tier` `noir`",
        ),
        (
            "standard < silver < gold",
            "silver < standard < gold",
            "the order of the values of `Tier` is another one",
        ),
        (
            "| 90 days | 60 |",
            "| 90 days | 80 |",
            "the limit of `Goodwill per customer` was 60.00 and is 80.00",
        ),
        ("| manager | managers |", "| head | heads |", "only the old vocabulary has `manager`"),
        ("| Late delivery | where is it | |\n", "", "only the old vocabulary has `Late delivery`"),
        ("| Bought on | date |", "| Bought on | money |", "`Bought on` was a date and is a money"),
    ],
)
def test_a_change_of_the_vocabulary_is_noted(written: str, instead_of: str, message: str) -> None:
    words = VOCABULARY.replace(written, instead_of)
    if "money" in instead_of:
        words = words.replace("2020-01-01..2030-12-31", "0..10")
    found = difference(book_of(*ROWS), read([vocabulary(words), policy(*ROWS)]))
    assert message in [note.message for note in found.notes]
    assert found.changes == ()
    assert not found.equal


def test_amounts_in_another_currency_are_not_compared_and_not_called_equal() -> None:
    found = difference(book_of(*ROWS), read([vocabulary(currency="EUR"), policy(*ROWS)]))
    assert {note.what for note in found.notes} == {"currency", "unproved"}


def test_a_complaint_type_that_only_one_decides_is_noted() -> None:
    other = policy(rule("A", "must"), slug="late", complaint="late_delivery")
    found = difference(book_of(*ROWS), read([vocabulary(), policy(*ROWS), other]))
    assert [note.message for note in found.notes] == ["`late_delivery` is decided in the new alone"]


def test_a_page_that_cannot_be_read_is_not_called_equal() -> None:
    broken = read([vocabulary(), policy(rule("A", "must", tier="platinum"))])
    assert not difference(book_of(*ROWS), broken).equal
    assert not difference(broken, broken).equal


def test_of_a_book_with_several_revisions_the_day_picks_which_are_compared() -> None:
    later = policy(*ROWS[:2], slug="damaged-2", effective=date(2026, 7, 1))
    old, new = read([vocabulary(), policy(*ROWS)]), read([vocabulary(), policy(*ROWS), later])
    assert difference(old, new, DAY).equal
    assert {change.kind for change in difference(old, new).changes} == {"tighter"}


def test_policies_are_compared_with_policies_and_books_with_books() -> None:
    one, other = book_of(*ROWS), book_of(*ROWS[:2])
    book: Book = one
    assert difference(one.policy("arrived_damaged", DAY), other.policy("arrived_damaged", DAY)).changes
    with pytest.raises(TypeError):
        difference(book, other.policy("arrived_damaged", DAY))
