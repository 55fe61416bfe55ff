from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import POLICY, VOCABULARY, a_page, write_pages

from kb.access import OPERATOR, Actor
from kb.app import App, open_app
from kb.settings import Settings
from policies import CaseError, NoneInForce, PageRefused, UnknownComplaint

FACTS = {"days_late": "9", "order_value": "30", "photo": ""}


def verdict(app: App, actor: Actor, remedy: str, **facts: object) -> tuple[object, object]:
    decided = app.desk.decide(actor, "late_delivery", FACTS | facts).as_json()
    found = next(item for item in decided["remedies"] if item["remedy"] == remedy)  # type: ignore[union-attr]
    return found["verdict"], found["limit"]


def test_the_desk_knows_the_complaints_facts_roles_and_remedies(app: App, agent: Actor) -> None:
    assert [complaint.key for complaint in app.desk.complaints(agent)] == ["late_delivery"]
    assert [fact.key for fact in app.desk.facts(agent, "late_delivery")] == ["days_late", "order_value"]
    assert [role.key for role in app.desk.roles(agent)] == ["agent", "lead", "manager"]
    assert [remedy.key for remedy in app.desk.remedies(agent)] == ["refund", "goodwill_credit"]


def test_a_decision_is_made_with_the_authority_of_whoever_asks(app: App, agent: Actor) -> None:
    assert verdict(app, agent, "refund") == ("must", "30.00")
    assert verdict(app, agent, "goodwill_credit") == ("may", "10.00")
    lead = app.people.by_email("lead@carebook.invalid")
    assert lead is not None
    assert verdict(app, lead, "goodwill_credit") == ("may", "40.00")


def test_a_starter_practises_as_the_lowest_role(app: App) -> None:
    starter = app.people.by_email("starter@carebook.invalid")
    assert starter is not None
    assert starter.authority is None
    assert app.desk.decide(starter, "late_delivery", FACTS).as_json()["role"] == "agent"


def test_what_was_not_answered_is_unknown_and_not_a_bad_value(app: App, agent: Actor) -> None:
    assert verdict(app, agent, "refund", days_late="")[0] == "depends"


def test_a_bad_fact_or_complaint_is_a_typed_refusal(app: App, agent: Actor) -> None:
    with pytest.raises(CaseError):
        app.desk.decide(agent, "late_delivery", {"days_late": "soon"})
    with pytest.raises(CaseError):
        app.desk.decide(agent, "late_delivery", {"no_such_fact": "1"})
    with pytest.raises(UnknownComplaint):
        app.desk.decide(agent, "rude_driver", {})


def test_a_policy_with_errors_is_not_in_force_and_is_listed(app: App, manager: Actor, tmp_path: Path) -> None:
    wrong = POLICY.replace("| > 7 |", "| > seven |")
    app.library.import_folder(
        manager, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": wrong})
    )
    with pytest.raises(PageRefused):
        app.desk.decide(manager, "late_delivery", FACTS)
    with pytest.raises(PageRefused):
        app.desk.facts(manager, "late_delivery")
    (problem, *_) = app.desk.problems(manager)
    assert (problem.path, problem.line) == ("policies/late-delivery-policy.md", 14)
    app.library.import_folder(
        manager, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": POLICY})
    )
    assert app.desk.decide(manager, "late_delivery", FACTS).verdicts
    assert all(problem.severity == "warning" for problem in app.desk.problems(manager))


def test_a_policy_with_a_proven_gap_is_not_in_force_until_it_is_mended(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    gap = "\n".join(line for line in POLICY.splitlines() if not line.startswith("| L4"))
    app.library.import_folder(manager, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": gap}))
    with pytest.raises(PageRefused) as refusal:
        app.desk.decide(manager, "late_delivery", FACTS)
    assert {problem.code for problem in refusal.value.problems} >= {"gap"}


def test_the_day_is_the_clock_s(small_settings: Settings) -> None:
    app = open_app(small_settings, clock=lambda: datetime(2025, 12, 31, 23, 59, tzinfo=UTC))
    agent = app.people.everyone()[0]
    with pytest.raises(NoneInForce):
        app.desk.decide(agent, "late_delivery", FACTS)
    app.close()


def test_a_library_without_policies_opens_and_answers_with_a_refusal(tmp_path: Path, data_dir: Path) -> None:
    content = write_pages(tmp_path / "c", {"a.md": a_page()})
    app = open_app(Settings(data=data_dir, content=content))
    agent = app.people.everyone()[0]
    assert [entry.title for entry in app.search.titles(OPERATOR)] == ["A page"]
    with pytest.raises(UnknownComplaint):
        app.desk.decide(agent, "late_delivery", {})
    app.close()


def test_a_derived_fact_is_worked_out_from_what_is_asked(app: App, manager: Actor, tmp_path: Path) -> None:
    old = "| Days late | number | days | 0..365 | How late is it? | order | no |"
    assert old in VOCABULARY
    dates = [f"| {name} date | date | | | {name} when? | order | no |" for name in ("Promised", "Delivered")]
    derived = VOCABULARY.replace(
        old, "\n".join(dates) + "\n| Days late | number | days | 0..365 | | derived | no |"
    )
    app.library.import_folder(manager, write_pages(tmp_path / "p", {"policies/vocabulary.md": derived}))
    asked = [fact.key for fact in app.desk.facts(manager, "late_delivery")]
    assert asked == ["promised_date", "delivered_date", "order_value"]
    facts = {"promised_date": "2026-03-01", "delivered_date": "2026-03-11", "order_value": "40"}
    assert app.desk.decide(manager, "late_delivery", facts).verdict("refund").word == "must"
