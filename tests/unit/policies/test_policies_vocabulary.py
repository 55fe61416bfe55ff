"""The vocabulary: its words read, and its faults named."""

from datetime import date

import pytest
from policy_pages import DAY, VOCABULARY, policy, rule, vocabulary

from policies import read

BOOK = read([vocabulary(), policy(rule("R1", photo="yes", order_value="> 5"))])


def test_facts_have_their_keys_types_values_and_questions() -> None:
    order, photo = BOOK.facts("arrived_damaged", DAY)
    assert (order.key, order.label, order.type, order.values, order.source) == (
        "order_value", "Order value", "money", ("0.00", "5000.00"), "order",
    )  # fmt: skip
    assert (photo.values, photo.ask, photo.changeable) == (
        ("yes", "no"),
        "Could you send us a picture?",
        True,
    )


def test_choices_keep_their_order_and_their_rank() -> None:
    facts = BOOK.vocabulary(DAY).fact_at
    assert (facts["tier"].values, facts["tier"].ordered) == (("standard", "silver", "gold"), True)
    assert (facts["channel"].values, facts["channel"].ordered) == (("phone", "chat", "e-mail"), False)
    assert facts["bought_on"].values == ("2020-01-01", "2030-12-31")


def test_roles_stand_lowest_first() -> None:
    assert [(role.key, role.rank) for role in BOOK.roles(DAY)] == [("agent", 0), ("lead", 1), ("manager", 2)]


def test_remedies_say_how_they_are_measured_and_offered() -> None:
    refund, replacement, _ = BOOK.remedies(DAY)
    assert (refund.in_money, refund.say, replacement.in_money) == (
        True,
        "You will have it in a day or two.",
        False,
    )


def test_complaint_types_know_how_customers_say_it_and_whether_there_is_a_policy() -> None:
    damaged, late = BOOK.complaints(DAY)
    assert damaged.says == ("it came broken", "smashed to bits")
    assert (damaged.playbook, damaged.has_policy) == ("../playbooks/arrived-damaged.md", True)
    assert (late.playbook, late.has_policy) == (None, False)


def test_a_policy_for_an_unlisted_complaint_is_offered_too() -> None:
    book = read([vocabulary(), policy(rule("R1"), complaint="Lost property")])
    assert [(each.key, each.label, each.has_policy) for each in book.complaints(DAY)][-1] == (
        "lost_property", "Lost property", True,
    )  # fmt: skip


def changed(old: str, new: str, **meta: object) -> list[tuple[str, str]]:
    assert old in VOCABULARY
    problems = read([vocabulary(VOCABULARY.replace(old, new, 1), **meta)]).problems
    assert all(problem.hint for problem in problems)
    return [(problem.code, problem.hint) for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("| number | days |", "| numbr | days |", "bad-type", "`number`"),
        ("standard < silver < gold", "", "bad-values", "`a < b < c`"),
        ("standard < silver < gold", "standard, silver < gold", "bad-values", ""),
        ("standard < silver < gold", "gold < Gold", "bad-values", ""),
        ("0..5000", "0..5000.001", "too-precise", "2 decimals"),
        ("0..5000", "5000..0", "reversed-range", ""),
        ("0..3650", "0 to 3650", "bad-number", "`0..3650`"),
        ("| Photo | yes/no | |", "| Photo | yes/no | | |", "ragged-row", ""),
        ("| Order value |", "| Days since Delivery |", "duplicate-label", ""),
        ("| Order value |", "| Who |", "reserved-label", "another name"),
        ("| Order value |", "| |", "missing-label", ""),
        ("| asked | yes |", "| asked | often |", "bad-value", ""),
        ("| refund | money |", "| refund | points |", "bad-measure", "`money`"),
        ("| Replacement |", "| refund |", "duplicate-label", ""),
        ("| lead | team leads |", "| Agent | team leads |", "duplicate-label", ""),
        (
            "| Goodwill credit | customer |",
            "| Godwill credit | customer |",
            "unknown-remedy",
            "`Goodwill credit`",
        ),
        ("| Goodwill credit | customer |", "| Replacement | customer |", "unmeasured-budget", ""),
        ("| 90 days |", "| a while |", "bad-window", "`90 days`"),
        ("| 60 |", "| lots |", "bad-number", ""),
        ("| 60 |", "| -60 |", "negative-limit", ""),
        ("## Authority", "## Autority", "missing-heading", "`Autority`"),
        ("| Fact | Type | Unit |", "| Fact | Type | Units |", "unknown-column", "`Unit`"),
        ("| Fact | Type |", "| Fact | Kind |", "missing-column", ""),
    ],
)
def test_a_fault_in_the_vocabulary_is_named(old: str, new: str, code: str, hint: str) -> None:
    problems = changed(old, new)
    assert code in dict(problems)
    assert any(code == each and hint in said for each, said in problems)


@pytest.mark.parametrize("currency", [None, "pounds", 5])
def test_a_vocabulary_states_its_currency(currency: object) -> None:
    (problem,) = read([vocabulary(currency=currency)]).problems
    assert problem.code == "bad-currency"


def test_a_currency_has_as_many_decimals_as_it_has() -> None:
    for code, shown in (("JPY", ("0", "5000")), ("BHD", ("0.000", "5000.000")), ("GBP", ("0.00", "5000.00"))):
        book = read([vocabulary(currency=code)])
        assert book.vocabulary(date(2026, 1, 1)).fact_at["order_value"].values == shown


def test_one_fault_in_a_fact_does_not_make_its_users_unknown() -> None:
    broken = vocabulary(VOCABULARY.replace("| number | days |", "| numbr | days |"))
    book = read([broken, policy(rule("R1", days_since_delivery="<= 30"))])
    assert [problem.code for problem in book.problems] == ["bad-type"]


def test_a_table_that_may_be_left_out_may_be_left_out() -> None:
    body = VOCABULARY[: VOCABULARY.index("## Budgets")]
    book = read([vocabulary(body), policy(rule("R1"))])
    assert book.problems == ()
    assert [complaint.key for complaint in book.complaints(DAY)] == ["arrived_damaged"]
