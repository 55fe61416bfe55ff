"""Which rules the worked examples exercise, and what is said of the others."""

from advice_pages import policy_of

from policies import coverage

RULES = """
| Rule | Days | Photo | Remedy | Effect | Who | Up to |
|------|------|-------|--------|--------|-----|-------|
| A1 | <= 30 | yes | Refund | may | agent | 10 |
| A2 | <= 30 | | Refund | may | lead | 50 |
| A3 | > 30 | | Replacement | must | | |
| A4 | > 30 | yes | Replacement | must | | |
| A5 | <= 30 | yes | Refund | may | lead | 20 |
"""
EXAMPLES = """
| Example | Days | Photo | Role | Remedy | Expect | Rule |
|---------|------|-------|------|--------|--------|------|
| small | 3 | yes | agent | Refund | may 10 | A1 |
| small, once more | 4 | yes | agent | Refund | may 10 | A1 |
| late, and not what is asked for | 40 | no | agent | Refund | none | |
| late | 40 | no | agent | Replacement | must | A3 |
"""


def test_a_rule_is_exercised_where_it_is_among_those_that_decide() -> None:
    found = coverage(policy_of(RULES, examples=EXAMPLES))
    assert [rule.id for rule in found.covered] == ["A1", "A3"]
    assert [rule.id for rule in found.uncovered] == ["A2", "A4", "A5"]
    assert [example.name for example in found.exercises[0].examples] == ["small", "small, once more"]


def test_every_other_rule_is_a_warning_with_its_line_and_a_case_in_which_it_decides() -> None:
    policy = policy_of(RULES, examples=EXAMPLES)
    problems = coverage(policy).problems
    assert [(each.code, each.severity, each.line, each.blocks) for each in problems] == [
        ("uncovered-row", "warning", line, False) for line in (9, 11, 12)
    ]
    assert str(problems[0]) == (
        "policies/late.md:9: uncovered-row: no worked example exercises `A2`; it decides for lead at Days 20"
    )
    assert problems[1].hint == "it decides for agent at Days 2000, Photo yes"
    assert problems[2].hint == "no case was found in which it decides; see whether other rows cover it"


def test_a_page_without_examples_exercises_nothing() -> None:
    found = coverage(policy_of(RULES))
    assert found.covered == ()
    assert found.as_json()["covered"] == 0
    assert found.as_json()["of"] == 5


def test_coverage_as_plain_data_names_the_examples_by_line() -> None:
    data = coverage(policy_of(RULES, examples=EXAMPLES)).as_json()
    assert data["complaint"] == "late"
    assert data["rules"][2] == {"rule": "A3", "line": 10, "examples": [{"name": "late", "line": 21}]}
