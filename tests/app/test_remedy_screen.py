"""The remedy screen: nothing assumed, each answer narrows, every verdict says why."""

from pathlib import Path

import pytest
from builders import POLICY, VOCABULARY, write_pages
from screens import Visit


def test_without_a_complaint_type_one_is_picked(visit: Visit) -> None:
    screen = visit("remedy")
    assert "where is my parcel" in screen.words
    assert 'href="/remedy?complaint=late_delivery"' in screen.html


def test_an_unknown_complaint_type_is_named_and_another_offered(visit: Visit) -> None:
    screen = visit("remedy", complaint="<b>lost</b>")
    assert "There is no complaint type" in screen.words
    assert "<b>lost" not in screen.html


def test_nothing_is_assumed_about_a_case(visit: Visit) -> None:
    screen = visit("remedy", complaint="late_delivery")
    assert "2 of 2 not known" in screen.words
    assert "Nothing is certain yet" in screen.words
    assert "Refund on days late" in screen.words
    assert {field.value for field in screen.tester.text_input} == {""}


def test_each_answer_changes_the_verdict_and_says_why(visit: Visit) -> None:
    screen = visit("remedy", complaint="late_delivery")
    screen.tester.text_input(key="days_late").set_value("8")
    screen.tester.text_input(key="order_value").set_value("£30.50")
    words = screen.again().words
    assert "Must offer Refund £30.50" in words
    assert "Your money is on its way." in words
    assert "We collect it" in words
    assert "Rule L1 must, up to 100% of Order value, when days late > 7" in words
    assert 'href="/article?slug=on-time#the-floor"' in screen.html
    assert "May grant Goodwill credit up to £10.00" in words
    assert "Beyond that: lead up to £40.00" in words
    assert "everything is known" in words
    assert "late-delivery-policy at" in words
    assert "in force since 1 Jan 2026" in words


def test_a_case_can_be_pasted_as_an_address(visit: Visit) -> None:
    screen = visit("remedy", complaint="late_delivery", days_late="3", order_value="30")
    assert screen.tester.text_input(key="days_late").value == "3"
    assert (
        "Not allowed Refund nearest is L1: 0 of 1 condition holds: days late 3 is not above 7" in screen.words
    )


def test_the_verdict_is_the_one_of_who_asks(visit: Visit) -> None:
    address = {"complaint": "late_delivery", "days_late": "8", "order_value": "30"}
    assert "May grant Goodwill credit up to £40.00" in visit("remedy", person="lead", **address).words
    practice = visit("remedy", person="starter", **address).words
    assert "for practice" in practice
    assert "up to £10.00" in practice


def test_what_is_forbidden_is_said_with_its_rule(visit: Visit) -> None:
    screen = visit("remedy", complaint="late_delivery", days_late="0")
    assert (
        "Never Goodwill credit the policy forbids it in this case Why Rule L4 never, when days late 0"
        in screen.words
    )


@pytest.mark.parametrize("written", ["soon", "-4", "1e9", "400", "8 or 9", "<script>"])
def test_a_value_that_cannot_be_read_is_said_and_taken_as_not_known(visit: Visit, written: str) -> None:
    screen = visit("remedy", complaint="late_delivery", days_late=written)
    assert "Taken as not known" in screen.tester.caption[0].value
    assert "2 of 2 not known" in screen.words
    assert "Nothing is certain yet" in screen.words


def test_needs_names_who_and_up_to_how_much(visit: Visit, content_dir: Path) -> None:
    policy = POLICY.replace(
        "| L2 | > 0 | Goodwill credit | may | agent |", "| L2 | > 99 | Goodwill credit | may | agent |"
    )
    write_pages(content_dir, {"policies/late-delivery-policy.md": policy})
    screen = visit("remedy", complaint="late_delivery", days_late="8", order_value="30")
    assert "Needs lead Goodwill credit up to £40.00" in screen.words
    assert "On your own: L2, 0 of 1 condition holds: days late 8 is not above 99." in screen.words


def test_budgets_that_apply_are_named(visit: Visit, content_dir: Path) -> None:
    budgets = (
        "## Budgets\n| Budget | Remedies | Per | Window | Limit |\n|---|---|---|---|---|\n"
        "| Goodwill per customer | Goodwill credit | customer | 90 days | 60 |\n\n## Complaint types\n"
    )
    words = VOCABULARY.replace("## Complaint types\n", budgets)
    write_pages(content_dir, {"policies/vocabulary.md": words})
    screen = visit("remedy", complaint="late_delivery", days_late="8", order_value="30")
    assert "Counts towards Goodwill per customer (£60.00 in 90 days)" in screen.words


def test_yes_or_no_may_stay_unknown(visit: Visit, content_dir: Path) -> None:
    policy = POLICY.replace("| Rule | Days late |", "| Rule | Photo |").replace(
        "|------|-----------|--------|--------|-----|------|-",
        "|------|-------|--------|--------|-----|------|-",
    )
    policy = (
        policy.replace("| > 7 |", "| yes |").replace("| > 0 |", "| no |").replace("| L4 | 0 |", "| L4 | |")
    )
    policy = policy[: policy.index("## Worked examples")]
    write_pages(content_dir, {"policies/late-delivery-policy.md": policy})
    screen = visit("remedy", complaint="late_delivery")
    group = screen.tester.button_group[0]
    assert group.value in (["not known"], "not known")
    assert "Nothing is certain yet" in screen.words
    assert "Must offer Refund" in visit("remedy", complaint="late_delivery", photo="yes").words


def test_going_over_to_another_complaint_keeps_what_is_known(visit: Visit) -> None:
    screen = visit("remedy", complaint="late_delivery", days_late="8")
    assert 'href="/remedy?complaint=late_delivery&amp;days_late=8"' in screen.html


def test_a_policy_with_an_error_refers_the_case_upward(visit: Visit, content_dir: Path) -> None:
    write_pages(content_dir, {"policies/late-delivery-policy.md": POLICY.replace("| > 7 |", "| about 7 |")})
    screen = visit("remedy", complaint="late_delivery")
    assert "There is no policy to decide by" in screen.words
    assert "ask your team lead" in screen.words


def test_without_complaint_types_the_remedy_screen_says_what_is_missing(
    visit: Visit, content_dir: Path
) -> None:
    for page in ("vocabulary", "late-delivery-policy"):
        (content_dir / "policies" / f"{page}.md").unlink()
    assert "There are no complaint types yet" in visit("remedy").words
