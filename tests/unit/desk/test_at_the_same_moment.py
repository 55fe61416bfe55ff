import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from ledger_pages import FACTS, SORRY, Clock, open_desk, person
from sqlmodel import select

from kb.access import OPERATOR
from kb.app import App
from kb.desk import Case, DeskError, Entry, NotAnswered, NotGranted, NotReversed, Request
from kb.model import Consultation


@pytest.fixture
def either(any_url: str, tmp_path: Path, clock: Clock) -> Iterator[App]:
    app = open_desk(tmp_path, clock, any_url, ready=False)
    yield app
    app.close()


def at_once(*presses: Callable[[], object]) -> list[object]:
    """Do all at the same moment, and return what each was told."""
    told: list[object] = [None] * len(presses)
    together = threading.Barrier(len(presses))

    def press(at: int) -> None:
        together.wait()
        try:
            told[at] = presses[at]()
        except DeskError as refusal:
            told[at] = refusal

    threads = [threading.Thread(target=press, args=(at,)) for at in range(len(presses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def consulted(app: App, id_: str = "") -> str:
    case = Case("late_delivery", FACTS, "C-1", "O-1", "T-1")
    return app.desk.consult(person(app, "agent"), case, id_ or None).id


def asked(app: App, amount: int = 3000, id_: str = "") -> Request:
    return app.approvals.ask(
        person(app, "agent"),
        id_ or consulted(app),
        "goodwill_credit",
        amount,
        key="ask",
        confirmed=SORRY,
    )


def only(told: list[object], sort: type) -> object:
    """Return the one answer of that sort."""
    (found,) = [each for each in told if isinstance(each, sort)]
    return found


def nothing_is_wrong(app: App, net: int) -> None:
    balance = app.ledger.balance(person(app, "manager"))
    assert (balance.problems, [each.net for each in balance.sums]) == ((), [net])
    assert app.audit.verify(OPERATOR).problems == ()


def test_of_two_approvers_one_grants_and_the_other_is_told_that_it_is_answered(either: App) -> None:
    lead, manager, request = person(either, "lead"), person(either, "manager"), asked(either)
    told = at_once(
        lambda: either.approvals.approve(lead, request.id, 2500),
        lambda: either.approvals.approve(manager, request.id),
    )
    entry, refusal = only(told, Entry), only(told, NotAnswered)
    assert isinstance(entry, Entry)
    assert isinstance(refusal, NotAnswered)
    assert refusal.code == "already-answered"
    assert [each.id for each in either.ledger.entries(manager)] == [entry.id]
    (mine,) = either.approvals.requests(person(either, "agent"))
    assert (mine.state, mine.entry, mine.granted) == ("approved", entry.id, entry.amount)
    nothing_is_wrong(either, entry.amount)


def test_a_request_approved_declined_and_withdrawn_at_once_is_answered_once(either: App) -> None:
    agent, lead, manager = (person(either, role) for role in ("agent", "lead", "manager"))
    request = asked(either)
    told = at_once(
        lambda: either.approvals.approve(lead, request.id),
        lambda: either.approvals.decline(manager, request.id, "not this time"),
        lambda: either.approvals.withdraw(agent, request.id),
    )
    refused = [each for each in told if isinstance(each, NotAnswered)]
    assert [each.code for each in refused] == ["already-answered"] * 2
    (mine,) = either.approvals.requests(agent)
    entries = either.ledger.entries(manager)
    assert mine.state in ("approved", "declined", "withdrawn")
    assert [each.id for each in entries] == ([mine.entry] if mine.state == "approved" else [])
    actions = [each.action for each in either.audit.events(OPERATOR, topic="desk")]
    assert len([each for each in actions if each in ("approved", "declined", "withdrawn")]) == 1


def test_a_button_pressed_many_times_at_once_acts_once(either: App) -> None:
    agent, lead, manager = (person(either, role) for role in ("agent", "lead", "manager"))
    id_ = consulted(either)

    def grant() -> Entry:
        return either.desk.grant(agent, id_, "goodwill_credit", 500, key="press", confirmed=SORRY)

    granted = at_once(*[grant] * 6)
    assert len({each.id for each in granted if isinstance(each, Entry)}) == 1
    assert all(isinstance(each, Entry) for each in granted), granted
    requests = at_once(*[lambda: asked(either, 2000, id_)] * 4)
    assert len({each.id for each in requests if isinstance(each, Request)}) == 1
    assert all(isinstance(each, Request) for each in requests), requests
    (request,) = either.approvals.requests(lead)
    approved = at_once(*[lambda: either.approvals.approve(lead, request.id)] * 4)
    assert all(isinstance(each, Entry) for each in approved), approved
    outside = at_once(
        *[
            lambda: either.exceptions.grant(
                manager, id_, "voucher", 6000, key="outside", reason="a birthday was missed"
            )
        ]
        * 3
    )
    assert all(isinstance(each, Entry) for each in outside), outside
    assert len(either.ledger.entries(manager)) == 3
    nothing_is_wrong(either, 500 + 2000 + 6000)


def test_of_two_who_take_a_grant_back_one_does_and_the_other_is_told(either: App) -> None:
    agent, lead, manager = (person(either, role) for role in ("agent", "lead", "manager"))
    entry = either.desk.grant(agent, consulted(either), "goodwill_credit", 500, key="g", confirmed=SORRY)
    told = at_once(
        lambda: either.desk.reverse(lead, entry.id, "given twice", key="one"),
        lambda: either.desk.reverse(manager, entry.id, "given twice", key="two"),
    )
    refusal = only(told, NotReversed)
    assert isinstance(refusal, NotReversed)
    assert refusal.code == "already-reversed"
    done = only(told, Entry)
    assert isinstance(done, Entry)
    who, key = (lead, "one") if done.actor_id == lead.id else (manager, "two")
    again = at_once(*[lambda: either.desk.reverse(who, entry.id, "given twice", key=key)] * 3)
    assert again == [done] * 3, "a retry gives the same reversal"
    nothing_is_wrong(either, 0)


def test_one_case_answered_from_two_screens_at_once_is_one_row(either: App) -> None:
    agent = person(either, "agent")
    days = [{**FACTS, "days_late": str(number)} for number in range(1, 5)]
    told = at_once(
        *[
            lambda facts=facts: (
                either.desk.consult(agent, Case("late_delivery", facts, "C-1"), "one-case-1").id
            )
            for facts in days
        ]
    )
    assert told == ["one-case-1"] * 4
    with either._database.read() as session:
        (row,) = session.exec(select(Consultation)).all()
    assert (row.id, row.steps) == ("one-case-1", 4)


def test_receipts_and_forgetting_are_the_same_on_every_database(either: App, clock: Clock) -> None:
    agent = person(either, "agent")
    entry = either.desk.grant(agent, consulted(either), "goodwill_credit", 500, key="g", confirmed=SORRY)
    asked(either, 2000)
    receipt = either.ledger.receipt(agent, entry.id)
    assert either.ledger.verify(agent, receipt.text).holds
    assert not either.ledger.verify(agent, receipt.text.replace("5.00", "6.00")).holds
    clock.at += timedelta(days=2)
    done = either.ledger.purge(OPERATOR, 2)
    assert (done.consultations, done.case_files, done.requests) == (0, 0, 0), "nothing is older than two days"
    clock.at += timedelta(seconds=1)
    done = either.ledger.purge(OPERATOR, 2)
    assert (done.case_files, done.customers, done.consultations, done.erased) == (1, 1, 2, True)
    clock.at += timedelta(days=2)
    assert either.ledger.purge(OPERATOR, 2).requests == 1, "nobody answered it, and that keeps it no longer"
    assert either.approvals.requests(agent) == ()
    assert either.ledger.verify(agent, receipt.text).holds
    nothing_is_wrong(either, 500)


def test_budgets_hold_where_two_approve_and_one_grants_from_the_same_budget(either: App) -> None:
    agent, lead, manager = (person(either, role) for role in ("agent", "lead", "manager"))
    first = asked(either, 4000)
    other = either.desk.consult(agent, Case("late_delivery", FACTS, "C-1", "O-2", "T-2")).id
    second = either.approvals.ask(agent, other, "goodwill_credit", 4000, key="ask-2", confirmed=SORRY)
    third = either.desk.consult(agent, Case("late_delivery", FACTS, "C-1", "O-3", "T-3")).id
    told = at_once(
        lambda: either.approvals.approve(lead, first.id),
        lambda: either.approvals.approve(manager, second.id),
        lambda: either.desk.grant(agent, third, "goodwill_credit", 1000, key="g", confirmed=SORRY),
    )
    refusals = [each for each in told if isinstance(each, NotGranted)]
    assert [(each.code, each.budget) for each in refusals] == [("over-budget", "goodwill_per_customer")]
    spent = sum(each.amount for each in told if isinstance(each, Entry))
    assert spent == 5000, "60.00 is the customer's budget, and one of the approvals did not fit"
    nothing_is_wrong(either, spent)
