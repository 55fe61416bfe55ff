"""Boundary examples: which cases there are, and that the table passes when pasted."""

from advice_pages import book_of, policy_of

from policies import boundary_examples

RULES = """
| Rule | Days | Value | Photo | Tier | Weight | Sent | Remedy | Effect | Who | Up to |
|------|------|-------|-------|------|--------|------|--------|--------|-----|-------|
| A1 | (14..30] | < 75 | | | | | Refund | may | agent | 100% of Value |
| A2 | <= 30 | | no | | | | Refund | may | lead | 50 |
| A3 | | | | >= silver | <= 2.5 | | Replacement | must | | |
| A4 | | | | | | >= 2026-06-01 | Credit | never | | |
"""


def rows() -> list[list[str]]:
    table = boundary_examples(policy_of(RULES))
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]


def column(name: str, rule: str) -> list[str]:
    head, _, *cases = rows()
    at = head.index(name)
    return [row[at] for row in cases if row[0].startswith(f"{rule}: {name}")]


def test_a_range_of_whole_numbers_has_cases_below_on_and_above_both_ends() -> None:
    assert column("Days", "A1") == ["13", "14", "15", "29", "30", "31"]


def test_money_steps_by_its_minor_unit_and_numbers_by_the_last_decimal_written() -> None:
    assert column("Value", "A1") == ["74.99", "75.00", "75.01"]
    assert column("Weight", "A3") == ["2.4", "2.5", "2.6"]


def test_days_step_by_one_and_ordered_choices_show_both_sides_of_a_cut() -> None:
    assert column("Sent", "A4") == ["2026-05-31", "2026-06-01", "2026-06-02"]
    assert column("Tier", "A3") == ["standard", "silver"]


def test_each_case_stands_once_and_says_what_the_rules_say() -> None:
    head, _, *cases = rows()
    assert head == [
        "Example",
        "Days",
        "Value",
        "Photo",
        "Tier",
        "Weight",
        "Sent",
        "Role",
        "Remedy",
        "Expect",
        "Rule",
    ]
    assert len({tuple(case[1:9]) for case in cases}) == len(cases)
    inside = next(case for case in cases if case[0] == "A1: Value 74.99")
    assert inside[7:] == ["agent", "Refund", "may 74.99", "A1"]
    outside = next(case for case in cases if case[0] == "A1: Value 75.00")
    assert outside[9] in ("none", "needs lead 50.00")


def test_the_table_passes_when_pasted_and_exercises_every_rule_that_can_decide() -> None:
    table = boundary_examples(policy_of(RULES))
    book = book_of(RULES, examples=table)
    assert book.problems == ()


def test_labels_that_would_be_markup_are_escaped() -> None:
    facts = "| Who *pays* \\| how | choice | | a_b_c, \\[x\\], 1 < 2 | | desk | no |"
    rules = """
| Rule | Who *pays* \\| how | Remedy | Effect |
|------|------|--------|--------|
| A_1_ | a_b_c | Replacement | must |
"""
    facts = facts.replace(", 1 < 2", "")
    table = boundary_examples(policy_of(rules, facts))
    book = book_of(rules, facts, examples=table)
    assert book.problems == ()
    assert len(table.splitlines()) == 4
