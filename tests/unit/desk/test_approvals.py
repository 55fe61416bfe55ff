from datetime import timedelta
from pathlib import Path

import pytest
from builders import write_pages
from ledger_pages import FACTS, POLICY, SORRY, Clock, person

from kb.access import OPERATOR, Refused
from kb.app import App
from kb.desk import Case, DeskError, NotAnswered, NotGranted, NotThere, Request


def ask(app: App, amount: int | None = 3000, remedy: str = "goodwill_credit", key: str = "q") -> Request:
    agent = person(app, "agent")
    id_ = app.desk.consult(
        agent, Case("late_delivery", FACTS, customer="C-1", order="O-1"), f"case-{key:0>4}"
    ).id
    return app.approvals.ask(agent, id_, remedy, amount, key=key, confirmed=SORRY, note="has waited long")


def code(refusal: pytest.ExceptionInfo[DeskError]) -> str:
    return refusal.value.code


def test_a_request_goes_to_the_lowest_role_that_may_and_is_granted_with_that_authority(desk_app: App) -> None:
    app, lead, manager = desk_app, person(desk_app, "lead"), person(desk_app, "manager")
    before = app.approvals.feed(person(app, "agent"))
    request = ask(app)
    assert (request.needed, request.state, request.mine, request.answerable) == ("lead", "open", True, False)
    assert ask(app) == request, "pressing twice asks once"
    assert app.approvals.feed(person(app, "agent")) > before
    assert [each.answerable for each in app.approvals.requests(lead)] == [True]
    brief = app.approvals.brief(lead, request.id)
    assert brief.now is not None
    assert (brief.now.grantable, brief.barred, brief.facts) == (4000, None, brief.facts)
    assert brief.then is not None
    assert brief.then["goodwill_credit"][:2] == ("may", 1000)
    with pytest.raises(NotAnswered) as above:
        app.approvals.approve(lead, request.id, 3001)
    assert code(above) == "above-asked"
    entry = app.approvals.approve(lead, request.id, 2500, seen=brief.stamp)
    assert (entry.amount, entry.actor, entry.asked_by, entry.request) == (
        2500,
        "Team lead",
        "Agent",
        request.id,
    )
    assert app.approvals.approve(lead, request.id, 2500) == entry, "a retry returns the grant"
    with pytest.raises(NotAnswered) as second:
        app.approvals.approve(manager, request.id)
    assert code(second) == "already-answered"
    (mine,) = app.approvals.requests(person(app, "agent"))
    assert (mine.state, mine.granted, mine.entry) == ("approved", 2500, entry.id)
    assert app.audit.verify(OPERATOR).problems == ()


def test_who_may_not_answer_is_told_why(desk_app: App) -> None:
    app, agent, lead = desk_app, person(desk_app, "agent"), person(desk_app, "lead")
    request = ask(app)
    with pytest.raises(Refused):
        app.approvals.approve(agent, request.id)
    with pytest.raises(NotThere):
        app.approvals.brief(person(app, "lead"), 99)
    with pytest.raises(NotAnswered) as wordless:
        app.approvals.decline(lead, request.id, "  ")
    assert code(wordless) == "no-reason"
    with pytest.raises(NotThere):
        app.approvals.withdraw(lead, request.id)
    declined = app.approvals.decline(lead, request.id, "we have put it right otherwise")
    assert (declined.state, declined.reason) == ("declined", "we have put it right otherwise")
    with pytest.raises(NotAnswered) as again:
        app.approvals.withdraw(agent, request.id)
    assert code(again) == "already-answered"


def test_nobody_approves_their_own_and_nobody_below_what_is_needed(desk_app: App) -> None:
    app, lead, manager = desk_app, person(desk_app, "lead"), person(desk_app, "manager")
    for n in range(3):  # more than two remedies, so that only a manager may give a voucher
        id_ = app.desk.consult(manager, Case("late_delivery", FACTS, "C-1", f"P-{n}", f"T-{n}")).id
        app.desk.grant(manager, id_, "goodwill_credit", 100, key=f"g{n}", confirmed=SORRY)
    id_ = app.desk.consult(lead, Case("late_delivery", FACTS, "C-1", "O-1")).id
    request = app.approvals.ask(lead, id_, "voucher", 2000, key="q")
    assert request.needed == "manager"
    with pytest.raises(NotAnswered) as own:
        app.approvals.approve(lead, request.id)
    assert code(own) == "own-request"
    low = ask(app, 2000, "voucher", "low")
    with pytest.raises(NotAnswered) as lowly:
        app.approvals.approve(lead, low.id)
    assert code(lowly) == "too-low"
    assert app.approvals.approve(manager, request.id).amount == 2000
    with pytest.raises(NotGranted) as spent:
        app.approvals.approve(manager, low.id)
    assert (code(spent), spent.value.budget) == ("over-budget", "vouchers_per_order")
    assert app.approvals.approve(manager, low.id, 500).amount == 500, "it stayed open, and less was left"


def test_what_needs_no_approval_or_can_have_none_is_not_asked(desk_app: App) -> None:
    for amount, remedy, why in (
        (1000, "goodwill_credit", "not-needed"),
        (4001, "goodwill_credit", "nobody-may"),
        (3001, "refund", "nobody-may"),
        (2600, "voucher", "over-budget"),
    ):
        with pytest.raises(DeskError) as refusal:
            ask(desk_app, amount, remedy)
        assert code(refusal) == why, remedy
    assert desk_app.approvals.requests(person(desk_app, "agent")) == ()


def test_a_request_runs_out_and_the_feed_says_so(desk_app: App, clock: Clock) -> None:
    agent, lead = person(desk_app, "agent"), person(desk_app, "lead")
    request, before = ask(desk_app), desk_app.approvals.feed(agent)
    clock.at += timedelta(hours=24)
    assert desk_app.approvals.feed(agent) > before
    assert [each.state for each in desk_app.approvals.requests(agent, "expired")] == ["expired"]
    for answer in (
        lambda: desk_app.approvals.approve(lead, request.id),
        lambda: desk_app.approvals.decline(lead, request.id, "late"),
        lambda: desk_app.approvals.withdraw(agent, request.id),
    ):
        with pytest.raises(NotAnswered) as refusal:
            answer()
        assert code(refusal) == "expired"
    assert [each.action for each in desk_app.audit.events(OPERATOR, topic="desk")] == ["expired", "request"]


def test_an_approval_is_by_the_policy_then_in_force(desk_app: App, tmp_path: Path) -> None:
    lead, request = person(desk_app, "lead"), ask(desk_app)
    stamp = desk_app.approvals.brief(lead, request.id).stamp
    tighter = POLICY.replace("| lead | 40 |", "| lead | 20 |")
    desk_app.library.import_folder(
        OPERATOR, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": tighter})
    )
    with pytest.raises(NotGranted) as moved:
        desk_app.approvals.approve(lead, request.id, 1500, seen=stamp)
    assert code(moved) == "policy-changed"
    with pytest.raises(NotGranted) as above:
        desk_app.approvals.approve(lead, request.id)
    assert code(above) == "over-limit"
    assert desk_app.approvals.approve(lead, request.id, 1500).stamp.revision == 2
