"""Verdicts: who may give what, and why, in cases chosen one by one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from policy_pages import DAY, book_of, decide, rule

ROOT = Path(__file__).resolve().parents[3]
BOOK = book_of(
    rule("D1", "must", "Refund", days_since_delivery="<= 30", up_to="100% of Order value",
         provided="We collect it", because="[30 days](../standards/floor.md#reject)"),
    rule("D2", "may", "Replacement", days_since_delivery="31..180", photo="yes", who="agent",
         because="Our promise"),
    rule("D3", "may", "Goodwill credit", order_value="<= 75", up_to="min(10, 20% of Order value)"),
    rule("D4", "may", "Goodwill credit", who="lead", up_to="50", because="[a](a.md) and [b](b.md#c)"),
    rule("D5", "never", "Goodwill credit", channel="chat"),
    rule("D6", "may", "Refund", who="manager", up_to="500"),
)  # fmt: skip


def test_what_a_customer_is_entitled_to_does_not_depend_on_who_picks_up() -> None:
    for role in ("agent", "lead", "manager"):
        verdict = decide(BOOK, role, days_since_delivery=3, order_value=40).verdict("refund")
        assert (verdict.word, verdict.entitled, verdict.needs_role) == ("must", 4000, None)
    assert verdict.limits == (4000, 4000, 50000)
    assert [rule.id for rule in verdict.rules] == ["D1", "D6"]


def test_an_entitlement_that_takes_authority_names_who_has_it() -> None:
    book = book_of(
        rule("D1", "must", "Refund", who="lead", up_to="20"), rule("D2", remedy="Refund", up_to="5")
    )
    verdict = decide(book).verdict("refund")
    assert (verdict.word, verdict.needs_role.key, verdict.limit, verdict.entitled) == (
        "must",
        "lead",
        500,
        2000,
    )


def test_what_only_a_higher_role_may_give_needs_the_lowest_of_them() -> None:
    answer = decide(BOOK, order_value=80, channel="phone", days_since_delivery=40, photo="no").as_json()
    credit = answer["remedies"][2]
    assert credit == {
        "remedy": "goodwill_credit", "verdict": "needs", "limit": None,
        "limits": {"agent": None, "lead": "50.00", "manager": "50.00"},
        "needs_role": "lead", "rules": ["D4"], "because": ["a.md", "b.md#c"], "provided": [], "missing": [],
        "nearest": {"rule": "D3", "holds": 0, "of": 1,
                    "failed": [{"fact": "order_value", "cell": "<= 75", "value": "80.00"}]},
    }  # fmt: skip


def test_the_answer_has_exactly_its_keys() -> None:
    answer = decide(BOOK).as_json()
    assert list(answer) == ["complaint", "role", "policy", "remedies", "next_question"]
    assert answer["policy"].keys() == {"slug", "sha256", "effective"}
    assert [remedy["remedy"] for remedy in answer["remedies"]] == ["refund", "replacement", "goodwill_credit"]


def test_the_nearest_rule_says_by_how_much_it_failed() -> None:
    decision = decide(BOOK, order_value=82, channel="phone", days_since_delivery=200, photo="no")
    words = {verdict.remedy.key: verdict.nearest.words for verdict in decision.verdicts if verdict.nearest}
    assert words["goodwill_credit"] == "0 of 1 condition holds: order value 82.00 is above 75.00"
    assert words["replacement"] == "0 of 2 conditions hold: days since delivery 200 is above 180; photo is no"


@pytest.mark.parametrize(
    ("label", "cell", "value", "words"),
    [
        ("days_since_delivery", "> 30", 30, "days since delivery 30 is not above 30"),
        ("days_since_delivery", "< 30", 30, "days since delivery 30 is not below 30"),
        ("days_since_delivery", "7, 14", 10, "days since delivery is 10, not 7, 14"),
        ("tier", ">= silver", "standard", "tier standard is below silver"),
        ("channel", "phone, chat", "e-mail", "channel is e-mail, not phone, chat"),
        ("bought_on", ">= 2026-01-01", "2025-12-31", "bought on 2025-12-31 is below 2026-01-01"),
    ],
)
def test_a_failed_cell_is_said_in_words(label: str, cell: str, value: object, words: str) -> None:
    nearest = decide(book_of(rule("R1", **{label: cell})), **{label: value}).verdict("replacement").nearest
    assert nearest.words == f"0 of 1 condition holds: {words}"


def test_a_missing_role_counts_as_a_failed_cell() -> None:
    book = book_of(rule("R1", photo="yes", who="lead"), rule("R2", "never", photo="no"))
    nearest = decide(book, photo="yes").verdict("replacement").nearest
    assert (nearest.holds, nearest.of, nearest.failed[0].fact, nearest.failed[0].cell) == (
        1,
        2,
        "role",
        "lead",
    )


def test_never_forbids_for_everybody_and_shows_no_nearest_rule() -> None:
    verdict = decide(BOOK, "manager", channel="chat", order_value=10).verdict("goodwill_credit")
    assert (verdict.word, verdict.limits, verdict.nearest) == ("never", (None, None, None), None)
    assert [rule.id for rule in verdict.rules] == ["D5"]


def test_must_and_never_together_are_referred_to_the_top_and_never_paid() -> None:
    book = book_of(rule("R1", "must", "Refund", up_to="5"), rule("R2", "may", "Refund", up_to="9"),
                   rule("R3", "never", "Refund"))  # fmt: skip
    for role in ("agent", "manager"):
        verdict = decide(book, role).verdict("refund")
        assert (verdict.word, verdict.needs_role.key, verdict.conflict) == ("needs", "manager", True)
        assert verdict.limits == (None, None, None)
        assert [rule.id for rule in verdict.rules] == ["R1", "R3"]


def test_an_entitlement_whose_amount_is_not_known_is_still_certain() -> None:
    verdict = decide(BOOK, days_since_delivery=3).verdict("refund")
    assert (verdict.word, verdict.limit, verdict.entitled) == ("must", None, None)
    assert [fact.key for fact in verdict.missing] == ["order_value"]
    assert [rule.id for rule in verdict.rules] == ["D1"]


def test_a_limit_is_what_is_guaranteed_however_the_missing_facts_turn_out() -> None:
    book = book_of(
        rule("R1", remedy="Refund", up_to="10"), rule("R2", remedy="Refund", photo="yes", up_to="30")
    )
    verdict = decide(book).verdict("refund")
    assert (verdict.word, verdict.limit, [rule.id for rule in verdict.rules]) == ("may", 1000, ["R1"])
    assert [fact.key for fact in verdict.missing] == ["photo"]


def test_a_fact_that_changes_nothing_is_not_missing() -> None:
    book = book_of(rule("R1", photo="yes"), rule("R2", photo="no"))
    verdict = decide(book).verdict("replacement")
    assert (verdict.word, verdict.missing, {rule.id for rule in verdict.rules}) == ("may", (), {"R1", "R2"})


def test_an_amount_that_is_capped_below_every_value_of_its_fact_misses_nothing() -> None:
    book = book_of(rule("R1", remedy="Refund", order_value=">= 100", up_to="min(10, 20% of Order value)"),
                   rule("R2", remedy="Refund", order_value="< 100", up_to="10"))  # fmt: skip
    verdict = decide(book).verdict("refund")
    assert (verdict.word, verdict.missing) == ("may", ())


def test_two_facts_that_matter_only_together_are_both_missing() -> None:
    book = book_of(
        rule("R1", remedy="Refund", photo="yes", tier="gold", up_to="10"),
        rule("R2", remedy="Refund", photo="yes", tier="not(gold)", up_to="20"),
        rule("R3", remedy="Refund", photo="no", tier="gold", up_to="20"),
        rule("R4", remedy="Refund", photo="no", tier="not(gold)", up_to="10"),
    )
    verdict = decide(book).verdict("refund")
    assert (verdict.word, verdict.limit, [fact.key for fact in verdict.missing]) == (
        "may",
        1000,
        ["tier", "photo"],
    )


def test_amounts_that_differ_only_in_the_middle_of_a_range_still_differ() -> None:
    book = book_of(
        rule("R1", remedy="Refund", photo="yes", up_to="min(10, 20% of Order value)"),
        rule("R2", remedy="Refund", photo="no", up_to="min(10, 10% of Order value)"),
    )
    assert [fact.key for fact in decide(book).verdict("refund").missing] == ["order_value", "photo"]


def test_with_facts_missing_the_role_needed_is_one_that_suffices_in_every_completion() -> None:
    book = book_of(rule("R1", photo="yes", who="manager"), rule("R2", photo="no", who="lead"))
    verdict = decide(book).verdict("replacement")
    assert (verdict.word, verdict.needs_role.key) == ("needs", "manager")
    assert decide(book, photo="no").verdict("replacement").needs_role.key == "lead"


def test_a_may_rule_that_adds_nothing_to_an_entitlement_did_not_decide() -> None:
    book = book_of(rule("R1", "must", "Refund", up_to="5"), rule("R2", remedy="Refund", up_to="5"))
    assert [rule.id for rule in decide(book).verdict("refund").rules] == ["R1"]


def test_prose_stays_as_it_was_written() -> None:
    book = book_of(
        rule("R1", provided="Say \u201csorry\u201d\u2026 twice", because="\u00a7 5 \u2013 the law")
    )
    verdict = decide(book).verdict("replacement")
    assert verdict.provided == ("Say \u201csorry\u201d\u2026 twice",)
    assert verdict.because == ("\u00a7 5 \u2013 the law",)


def test_clauses_keep_their_text_and_their_address_as_written() -> None:
    book = book_of(rule("R1", because="[30 d\u00e4ys](../a b.md#x) [two](<../\u00fc b.md>)"))
    assert [(clause.text, clause.href) for clause in decide(book).verdict("replacement").clauses][-1] == (
        "two", "../\u00fc b.md",
    )  # fmt: skip


def test_budgets_show_what_is_left_of_them() -> None:
    (headroom,) = decide(BOOK).verdict("goodwill_credit").budgets
    assert (headroom.budget.label, headroom.budget.days, headroom.budget.limit, headroom.left) == (
        "Goodwill per customer", 90, 6000, None,
    )  # fmt: skip
    spent = BOOK.decide("arrived_damaged", "agent", {}, DAY, spent={"goodwill_per_customer": "55.50"})
    assert spent.verdict("goodwill_credit").budgets[0].left == 450
    assert spent.verdict("refund").budgets == ()


def test_a_table_too_tangled_to_explore_is_answered_narrowly() -> None:
    cells = [("days_since_delivery", f"{at}..{3 * at + 40}") for at in range(1, 120)]
    rows = [
        rule(f"R{at}", ("may", "must", "never")[at % 3], "Refund",
             up_to="" if at % 3 == 2 else f"{at}% of Order value", tier=("silver", "")[at % 2],
             order_value=f"{at}..{at * 30}",
             bought_on=f">= 2021-{at % 12 + 1:02}-{at % 28 + 1:02}", **{label: cell})
        for at, (label, cell) in enumerate(cells, start=1)
    ]  # fmt: skip
    verdict = decide(book_of(*rows)).verdict("refund")
    assert (verdict.word, verdict.limits) == ("depends", (None, None, None))
    assert [fact.key for fact in verdict.missing] == [
        "days_since_delivery",
        "order_value",
        "tier",
        "bought_on",
    ]


SCRIPT = """
import json, test_policies_verdict as verdicts
from policy_pages import decide
cases = [{}, {"days_since_delivery": 3}, {"order_value": "80", "channel": "phone"}, {"photo": "no"}]
print(json.dumps([decide(verdicts.BOOK, **case).as_json() for case in cases]))
"""


def test_every_hash_seed_and_locale_gives_the_same_bytes() -> None:
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests", Path(__file__).parent)))
    said = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={"PYTHONPATH": path, "PYTHONHASHSEED": seed, "LC_ALL": locale},
            capture_output=True, check=True,
        ).stdout
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4242", "tr_TR.UTF-8"))
    }  # fmt: skip
    assert len(said) == 1
    assert len(json.loads(said.pop())) == 4
