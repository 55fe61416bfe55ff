"""Seeded faults are found where they are, with a case that shows them; on a clean table there is silence."""

from pathlib import Path
from typing import Any

import pytest
from policy_pages import DAY, VOCABULARY, book_of, policy, rule, vocabulary

from kb.sources.folder import policy_pages, read_folder
from policies import Book, Decision, Finding, analyse, read

CONTENT = Path(__file__).resolve().parents[3] / "content"
OTHERWISE = rule("Z", "must", days_since_delivery="> 60")
CLEAN = (
    rule("D1", "must", "Refund", days_since_delivery="<= 30", up_to="100% of Order value"),
    rule("D2", "may", days_since_delivery="(30..60]", photo="yes"),
    rule("D3", "may", days_since_delivery="(30..60]", photo="no", who="lead"),
    rule("D4", "never", "Refund", days_since_delivery="> 60"),
    OTHERWISE,
)


def findings(*rows: dict[str, str], book: Book | None = None) -> list[Finding]:
    book = book or book_of(*rows)
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return [finding for finding in analyse(book) if finding.code != "unused-fact"]


def only(*rows: dict[str, str]) -> Finding:
    found = findings(*rows)
    assert len(found) == 1, [str(each) for each in found]
    return found[0]


def shown(finding: Finding, *rows: dict[str, str]) -> Decision:
    assert finding.witness is not None
    return book_of(*rows).decide("arrived_damaged", finding.witness.role, finding.witness.facts, DAY)


def without(name: str, *rows: dict[str, str]) -> tuple[dict[str, str], ...]:
    return tuple(row for row in rows if row["Rule"] != name)


def test_a_clean_table_is_met_with_silence() -> None:
    assert findings(*CLEAN) == []


def test_the_starter_policies_are_met_with_silence() -> None:
    book = read(policy_pages(read_folder(CONTENT)))
    assert [str(finding) for finding in analyse(book)] == []


def test_a_gap_is_said_in_words_and_shown_by_a_case() -> None:
    rows = without("D3", *CLEAN)
    gap = only(*rows)
    assert (gap.code, gap.severity) == ("gap", "error")
    assert gap.region == "Days since delivery above 30 and at most 60, Photo is no"
    assert {verdict.word for verdict in shown(gap, *rows).verdicts} == {"none"}
    assert str(gap).startswith(f"damaged.md:{gap.line}: gap: no rule applies: Days since delivery above 30")
    assert "for example Days since delivery 31" in str(gap)


def test_a_gap_between_two_whole_numbers_is_a_warning_that_says_what_to_write() -> None:
    gap = only(
        rule("D1", "must", days_since_delivery="<= 30"),
        rule("D2", "must", days_since_delivery="31..180"),
        rule("D3", "must", days_since_delivery="> 180"),
    )
    assert (gap.code, gap.severity) == ("gap-between-steps", "warning")
    assert gap.region == "Days since delivery above 30 and below 31"
    assert gap.witness is not None
    assert gap.witness.facts["days_since_delivery"] == "30.5"
    assert gap.hint == "write `(30..180]` instead of `31..180` in `D2`"


def test_where_a_page_writes_halves_a_gap_that_holds_a_half_is_an_error() -> None:
    gap = only(
        rule("D1", "must", days_since_delivery="<= 30"),
        rule("D2", "must", days_since_delivery="31..180.5"),
        rule("D3", "must", days_since_delivery="> 180.5"),
    )
    assert (gap.code, gap.severity) == ("gap", "error")
    assert gap.witness is not None
    assert gap.witness.facts["days_since_delivery"] == "30.1"


def test_money_has_no_cases_between_two_pence() -> None:
    assert (
        findings(
            rule("D1", "must", order_value="<= 30"),
            rule("D2", "must", order_value="30.01..180"),
            rule("D3", "must", order_value="> 180"),
        )
        == []
    )


def test_cases_in_which_all_rules_forbid_are_a_warning() -> None:
    gap = only(rule("D1", "must", photo="yes"), rule("D2", "never", "Refund", photo="no"))
    assert (gap.code, gap.severity, gap.region) == ("gap", "warning", "Photo is no")
    assert "forbid" in gap.message


def test_a_permission_that_a_prohibition_beats_offers_nothing() -> None:
    found = findings(rule("D1", "may", photo="no"), rule("D2", "never", photo="no"), rule("D3", photo="yes"))
    assert [(each.code, each.region) for each in found] == [
        ("dead-row", "Photo is no"),
        ("gap", "Photo is no"),
    ]


def test_a_collision_names_both_rules_and_is_a_conflict_in_its_case() -> None:
    rows = (*CLEAN, rule("N", "never", "Refund", order_value="> 100", days_since_delivery="20..30"))
    collision = only(*rows)
    assert (collision.code, collision.severity) == ("collision", "error")
    assert collision.region == "Days since delivery from 20 to 30, Order value above 100.00"
    assert "`N` forbids `Refund` where `D1` says it must be given" in collision.message
    assert shown(collision, *rows).verdict("refund").conflict


def test_a_row_that_only_several_others_cover_together_is_dead_and_they_are_named() -> None:
    rows = (
        rule("A", order_value="<= 100"),
        rule("B", order_value="> 100", photo="yes"),
        rule("C", order_value="> 100", photo="no"),
        rule("D", order_value="50..500", tier="gold"),
    )
    found = only(*rows)
    assert (found.code, found.severity, found.line) == ("dead-row", "warning", 10)
    assert found.message == "`D` never decides anything: `A`, `B`, `C` already decide wherever it holds"
    assert found.region == "Order value from 50.00 to 500.00, Tier is gold"
    assert {each.code for each in findings(*without("B", *rows))} == {"gap"}


def test_a_row_that_is_always_forbidden_is_dead() -> None:
    found = only(
        rule("A", "must", "Replacement"),
        rule("B", "may", "Refund", up_to="5", photo="yes"),
        rule("C", "never", "Refund"),
    )
    assert found.message == "`B` never decides anything: `C` already forbids wherever it holds"


def test_of_two_equal_rows_the_later_one_is_dead() -> None:
    assert "`B` never" in only(rule("A"), rule("B")).message


@pytest.mark.parametrize(
    ("one", "other", "dead"),
    [
        ("20% of Order value", "30% of Order value", "A"),
        ("min(10, 20% of Order value)", "20% of Order value", "A"),
        ("20% of Order value", "min(10, 20% of Order value)", "B"),
        ("10", "20% of Order value", None),
        ("max(10, 20% of Order value)", "20% of Order value + 10", "A"),
        ("1000", "20% of Order value", "B"),
        ("999.99", "20% of Order value", None),
        ("33.3% of Order value", "33.4% of Order value", "A"),
    ],
)
def test_a_row_whose_limit_another_always_reaches_is_dead(one: str, other: str, dead: str | None) -> None:
    rows = [
        rule("Z", "must"),
        rule("A", "may", "Goodwill credit", up_to=one),
        rule("B", "may", "Goodwill credit", up_to=other),
    ]
    found = [finding.message[1] for finding in findings(*rows)]
    assert found == ([dead] if dead else [])


def test_limits_that_differ_only_before_rounding_do_not_keep_a_row_alive() -> None:
    rows = [
        rule("Z", "must"),
        rule("A", "may", "Goodwill credit", up_to="10% of Order value", order_value="<= 0.04"),
        rule("B", "may", "Goodwill credit", up_to="0"),
    ]
    assert [finding.message[1] for finding in findings(*rows)] == ["A"]


def test_a_row_for_a_lower_role_is_alive_beside_a_more_generous_one_for_a_higher() -> None:
    assert (
        findings(
            rule("Z", "must"),
            rule("A", "may", "Goodwill credit", up_to="10"),
            rule("B", "may", "Goodwill credit", up_to="20", who="lead"),
        )
        == []
    )


def test_a_better_tier_that_gets_less_is_a_warning_with_both_verdicts() -> None:
    found = only(
        rule("Z", "must"),
        rule("A", "may", "Goodwill credit", up_to="15", tier="silver"),
        rule("B", "may", "Goodwill credit", up_to="20% of Order value", tier="gold"),
        rule("C", "may", "Goodwill credit", up_to="5", tier="standard", photo="no"),
    )
    assert found.code == "better-gets-less"
    assert found.message == (
        "`Goodwill credit` is `may 15.00` for `silver` and only `may 0.00` for `gold`, all else equal"
    )


def test_a_refund_beyond_the_order_is_a_warning_and_one_within_it_is_not() -> None:
    rows = (rule("Z", "must"), rule("A", "may", "Refund", up_to="max(10, 50% of Order value)"))
    found = only(*rows)
    assert (found.code, found.severity) == ("limit-exceeds-order", "warning")
    assert found.witness is not None
    assert shown(found, *rows).verdict("refund").limit == 1000
    assert float(found.witness.facts["order_value"]) < 10
    assert findings(rows[0], rule("A", "may", "Refund", up_to="min(10, 50% of Order value)")) == []
    assert findings(rows[0], rule("A", "may", "Refund", up_to="10", order_value=">= 10")) == []
    assert findings(rows[0], rule("A", "may", "Goodwill credit", up_to="10")) == []


def test_where_no_money_is_looked_up_in_the_order_nothing_is_said_of_its_worth() -> None:
    words = VOCABULARY.replace("| money | | 0..5000 | | order |", "| money | | 0..5000 | | asked |")
    book = read([vocabulary(words), policy(rule("Z", "must"), rule("A", "may", "Refund", up_to="10"))])
    assert findings(book=book) == []


def test_a_fact_that_no_policy_uses_is_named_on_its_own_line() -> None:
    found = [finding for finding in analyse(book_of(*CLEAN)) if finding.code == "unused-fact"]
    assert [finding.message.split("`")[1] for finding in found] == ["Tier", "Channel", "Bought on"]
    lines = vocabulary().body.splitlines()
    for finding in found:
        assert finding.message.split("`")[1] in lines[finding.line - vocabulary().body_line]


def test_links_that_lead_nowhere_are_errors_and_are_not_looked_at_without_references() -> None:
    rows = [row | {"Because": f"[it](floor.md#{row['Rule']})"} for row in CLEAN]
    book = book_of(*rows)

    def references(path: str, href: str) -> Any:
        assert path in ("damaged.md", "vocabulary.md")
        if "playbooks" in href:
            return "no-page"
        return "no-anchor" if href.endswith("D2") else "found"

    found = [finding for finding in analyse(book, references) if finding.code.startswith("missing")]
    assert [(finding.code, finding.severity) for finding in found] == [
        ("missing-clause", "error"),
        ("missing-page", "error"),
    ]
    assert "`D2`" in found[0].message
    assert "`Arrived damaged`" in found[1].message
    assert findings(*rows) == []


@pytest.mark.parametrize(
    ("words_from", "policy_from", "region"),
    [
        ("2026-01-01", "2026-03-01", "from 2026-01-01 to 2026-02-28"),
        ("2026-03-01", "2026-01-01", "from 2026-01-01 to 2026-02-28"),
        ("2026-01-01", "2026-01-01", None),
        (None, "2026-03-01", None),
        ("2026-03-01", None, None),
    ],
)
def test_days_with_nothing_in_force_are_an_error(
    words_from: str | None, policy_from: str | None, region: Any
) -> None:
    stated = [{"effective": day} if day else {} for day in (words_from, policy_from)]
    book = read([vocabulary(**stated[0]), policy(*CLEAN, **stated[1])])
    found = [finding for finding in findings(book=book) if finding.code == "uncovered-days"]
    assert [finding.region for finding in found] == ([region] if region else [])


def test_a_finding_is_a_problem_with_more_to_say_and_keeps_no_page_from_being_executed() -> None:
    gap = only(*without("D3", *CLEAN))
    assert not gap.blocks
    assert gap.as_json()["region"] == gap.region
    assert gap.as_json()["witness"] == {
        "complaint": "arrived_damaged",
        "role": "agent",
        "facts": {"days_since_delivery": "31", "order_value": "0.00", "photo": "no"},
        "as_of": None,
    }
