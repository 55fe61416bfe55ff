import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import write_pages
from ledger_pages import FACTS, POLICY, SORRY, VOCABULARY, Clock, open_desk, person
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kb.access import OPERATOR, Refused
from kb.app import App
from kb.desk import BadCase, Case, Entry, NotGranted, NotReversed, NotThere
from kb.storage import Database


def consult(app: App, role: str = "agent", customer: str | None = "C-1", **more: str) -> str:
    case = Case("late_delivery", FACTS, customer=customer, **more)
    return app.desk.consult(person(app, role), case).id


def grant(app: App, key: str, amount: int | None = 1000, role: str = "agent", **more: str) -> Entry:
    remedy = more.pop("remedy", "goodwill_credit")
    id_ = consult(app, role, **more)
    return app.desk.grant(person(app, role), id_, remedy, amount, key=key, confirmed=SORRY)


def refused(app: App, key: str, amount: object = 1000, role: str = "agent", **more: object) -> NotGranted:
    with pytest.raises(NotGranted) as refusal:
        grant(app, key, amount, role, **more)  # type: ignore[arg-type]
    return refusal.value


def test_each_refusal_names_its_reason_and_writes_nothing(desk_app: App) -> None:
    app, agent = desk_app, person(desk_app, "agent")
    before = app.audit.verify(OPERATOR).events
    assert refused(app, "a", 1001).code == "over-limit"
    for amount in (0, -1, None, True, 10.0, "10", 10**16):
        assert refused(app, "a", amount).code == "bad-amount", amount
    assert refused(app, "a", 1, remedy="replacement").code == "bad-amount"
    assert refused(app, "a", remedy="fountain").code == "not-offered"
    assert refused(app, "a", 3001, remedy="refund").code == "over-limit"
    assert refused(app, "a", customer=None).code == "no-reference"
    assert refused(app, "a", customer=None, remedy="voucher", order="O-1").code == "depends"
    assert refused(app, "a", 500, remedy="voucher").budget == "vouchers_per_order"
    with pytest.raises(NotGranted) as unconfirmed:
        app.desk.grant(agent, consult(app), "goodwill_credit", 1000, key="a", confirmed=["Smile"])
    assert unconfirmed.value.code == "unconfirmed"
    for key in ("", " ", "k" * 101, "request:1", "a\nb"):
        assert refused(app, key).code == "bad-key"
    never = app.desk.consult(agent, Case("late_delivery", {"days_late": "0", "order_value": "9"}, "C-1")).id
    missing = app.desk.consult(agent, Case("late_delivery", {"order_value": "9"}, "C-1")).id
    some = app.desk.consult(agent, Case("late_delivery", {"days_late": "2"}, "C-1")).id
    for id_, remedy, code in (
        (never, "goodwill_credit", "never"),
        (missing, "refund", "depends"),
        (some, "replacement", "needs-approval"),
    ):
        amount = None if remedy == "replacement" else 100
        with pytest.raises(NotGranted) as refusal:
            app.desk.grant(agent, id_, remedy, amount, key="a", confirmed=SORRY)
        assert refusal.value.code == code
    with pytest.raises(NotGranted) as another:
        app.desk.grant(person(app, "lead"), some, "goodwill_credit", 100, key="a", confirmed=SORRY)
    assert another.value.code == "not-yours"
    with pytest.raises(NotThere):
        app.desk.grant(agent, "no-such-consultation", "refund", 100, key="a")
    with pytest.raises(Refused):
        app.desk.grant(person(app, "starter"), some, "goodwill_credit", 100, key="a")
    assert app.ledger.entries(OPERATOR) == ()
    assert app.audit.verify(OPERATOR).events == before


def test_pressing_twice_grants_once_and_the_key_is_good_for_nothing_else(desk_app: App) -> None:
    agent, id_ = person(desk_app, "agent"), consult(desk_app)
    press = [desk_app.desk.grant(agent, id_, "goodwill_credit", 400, key="k", confirmed=SORRY) for _ in "ab"]
    assert press[0] == press[1]
    for amount, remedy in ((401, "goodwill_credit"), (400, "voucher")):
        with pytest.raises(NotGranted) as refusal:
            desk_app.desk.grant(agent, id_, remedy, amount, key="k", confirmed=SORRY)
        assert refusal.value.code == "key-reused"
    with pytest.raises(NotGranted) as other:
        desk_app.desk.grant(person(desk_app, "lead"), id_, "goodwill_credit", 400, key="k", confirmed=SORRY)
    assert other.value.code == "key-reused"
    assert len(desk_app.ledger.entries(OPERATOR)) == 1


def test_a_limit_is_for_the_case_however_it_is_cut_into_grants(desk_app: App) -> None:
    grant(desk_app, "1", 600, reference="T-1")
    refusal = refused(desk_app, "2", 600, reference="T-1")
    assert refusal.code == "over-limit"
    assert "4.00" in str(refusal) or "6.00 is granted already" in str(refusal)
    grant(desk_app, "3", 400, reference="T-1")
    assert refused(desk_app, "4", 1, reference="T-1").code == "already-granted"
    assert grant(desk_app, "5", 1, reference="T-2").amount == 1
    assert grant(desk_app, "6", None, remedy="replacement", reference="T-1").shown is None
    assert refused(desk_app, "7", None, remedy="replacement", reference="T-1").code == "already-granted"


def test_a_budget_counts_for_exactly_its_days_without_what_was_taken_back(
    desk_app: App, clock: Clock
) -> None:
    start = clock.at
    first = [grant(desk_app, f"{n}") for n in range(6)]
    refusal = refused(desk_app, "x", 1)
    assert (refusal.code, refusal.budget, refusal.left) == ("over-budget", "goodwill_per_customer", 0)
    desk_app.desk.reverse(person(desk_app, "agent"), first[0].id, "a slip", key="r")
    assert refused(desk_app, "x", 1001).code == "over-limit"
    grant(desk_app, "again", 1000)
    clock.at = start + timedelta(days=90) - timedelta(microseconds=1)
    assert refused(desk_app, "y", 1).budget == "goodwill_per_customer"
    clock.at = start + timedelta(days=90)
    assert grant(desk_app, "z", 1).amount == 1


def test_what_the_ledger_knows_is_read_from_it_and_cannot_be_typed_in(desk_app: App) -> None:
    agent = person(desk_app, "agent")
    for n in range(3):
        grant(desk_app, f"{n}", 100, order="O-1")
    case = Case("late_delivery", FACTS, customer="C-1", order="O-1")
    seen = desk_app.desk.consult(agent, case)
    assert seen.read == {"remedies_in_90_days": "3"}
    assert [fact.key for fact in seen.asked] == ["days_late", "order_value"]
    assert seen.offer("voucher").barred == "needs-approval", "three remedies are more than two"
    room = {each.budget.key: each.left for each in seen.offer("goodwill_credit").rooms}
    assert room == {"goodwill_per_customer": 5700, "goodwill_per_agent": 19700}
    assert {each.budget.key: each.left for each in seen.decision.verdict("goodwill_credit").budgets} == room
    unknown = desk_app.desk.consult(agent, Case("late_delivery", FACTS))
    assert (unknown.read, unknown.lacking) == ({"remedies_in_90_days": None}, ("customer",))
    assert unknown.next_question is None
    for key in ("remedies_in_90_days", "Remedies in 90 days"):
        with pytest.raises(BadCase) as refusal:
            desk_app.desk.consult(agent, Case("late_delivery", {**FACTS, key: "0"}, customer="C-1"))
        assert refusal.value.code == "ledger-fact"


@pytest.mark.parametrize(
    "name", ["Ana", "ana@example.org", "07700 900123", "07700900123", "+447700900123", "C 1"]
)
def test_a_customer_is_never_called_by_name_address_or_number(desk_app: App, name: str) -> None:
    with pytest.raises(BadCase) as refusal:
        consult(desk_app, customer=name)
    assert refusal.value.code == "not-opaque"


def test_the_log_holds_cases_and_not_keystrokes(desk_app: App, tmp_path: Path) -> None:
    agent = person(desk_app, "agent")
    for days in ("1", "2", "9"):
        case = Case("late_delivery", {"days_late": days, "order_value": "30"}, customer="C-1")
        assert desk_app.desk.consult(agent, case, id="case-0001").id == "case-0001"
    assert desk_app.desk.consult(person(desk_app, "lead"), case, id="case-0001").id != "case-0001"
    desk_app.desk.grant(agent, "case-0001", "goodwill_credit", 100, key="k", confirmed=SORRY)
    assert desk_app.desk.consult(agent, case, id="case-0001").id == "case-0001", "only the ledger moved"
    other = Case("late_delivery", {"days_late": "3"}, customer="C-1")
    assert desk_app.desk.consult(agent, other, id="case-0001").id != "case-0001"
    with sqlite3.connect(tmp_path / "data" / "carebook.db") as connection:
        rows = connection.execute("SELECT facts, steps, best FROM consultation ORDER BY at, id").fetchall()
    connection.close()
    assert len(rows) == 3
    assert ('{"days_late":"9","order_value":"30.00","remedies_in_90_days":"0"}', 3, "must") in rows


def test_a_grant_is_refused_when_another_text_is_in_force(desk_app: App, tmp_path: Path) -> None:
    agent, id_ = person(desk_app, "agent"), consult(desk_app)
    dearer = POLICY.replace("| agent | 10 |", "| agent | 12 |")
    desk_app.library.import_folder(
        OPERATOR, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": dearer})
    )
    with pytest.raises(NotGranted) as refusal:
        desk_app.desk.grant(agent, id_, "goodwill_credit", 1000, key="k", confirmed=SORRY)
    assert refusal.value.code == "policy-changed"
    assert grant(desk_app, "k", 1200).stamp.revision == 2


def test_another_server_s_publication_counts_at_once(desk_app: App, tmp_path: Path, clock: Clock) -> None:
    id_, elsewhere = consult(desk_app), open_desk(tmp_path, clock)
    words = VOCABULARY.replace("| 90 days | 60 |", "| 90 days | 5 |")
    elsewhere.library.import_folder(OPERATOR, write_pages(tmp_path / "p", {"policies/vocabulary.md": words}))
    elsewhere.close()
    with pytest.raises(NotGranted) as refusal:
        desk_app.desk.grant(person(desk_app, "agent"), id_, "goodwill_credit", 1000, key="k", confirmed=SORRY)
    assert refusal.value.code == "policy-changed"


def test_a_revision_published_ahead_leaves_the_former_in_force_until_its_day(
    desk_app: App, tmp_path: Path, clock: Clock
) -> None:
    later = POLICY.replace("effective: 2026-01-01", "effective: 2026-04-01").replace(
        "agent | 10", "agent | 12"
    )
    desk_app.library.import_folder(
        OPERATOR, write_pages(tmp_path / "p", {"policies/late-delivery-policy.md": later})
    )
    assert grant(desk_app, "a", 1000, customer="C-2").stamp.revision == 1
    assert refused(desk_app, "b", 1200, customer="C-2").code == "over-limit"
    receipt = desk_app.ledger.receipt(person(desk_app, "agent"), 1)
    clock.at = clock.at.replace(month=4, day=1, hour=0, minute=0)
    assert clock.at.date() == date(2026, 4, 1)
    assert grant(desk_app, "c", 1200, customer="C-3").stamp.revision == 2
    assert desk_app.ledger.verify(person(desk_app, "agent"), receipt.text).holds


def test_a_grant_is_taken_back_once_by_whoever_may(desk_app: App, clock: Clock) -> None:
    agent, lead, made = person(desk_app, "agent"), person(desk_app, "lead"), grant(desk_app, "1")
    theirs = grant(desk_app, "2", role="lead")
    clock.at += timedelta(minutes=61)
    for id_, who, reason, code in (
        (made.id, agent, "late", "too-late"),
        (theirs.id, agent, "not mine", "not-yours"),
        (made.id, lead, " ", "no-reason"),
    ):
        with pytest.raises(NotReversed) as refusal:
            desk_app.desk.reverse(who, id_, reason, key="r")
        assert refusal.value.code == code
    back = desk_app.desk.reverse(lead, made.id, "sent twice", key="r")
    assert (back.amount, back.reverses, back.kind) == (-1000, made.id, "reversal")
    assert desk_app.desk.reverse(lead, made.id, "sent twice", key="r") == back
    for id_, key, code in ((made.id, "s", "already-reversed"), (back.id, "t", "is-reversal")):
        with pytest.raises(NotReversed) as again:
            desk_app.desk.reverse(lead, id_, "once more", key=key)
        assert again.value.code == code
    with pytest.raises(NotThere):
        desk_app.desk.reverse(lead, 999, "nothing", key="u")
    assert desk_app.ledger.balance(person(desk_app, "manager")).sums[0].net == 1000


def test_no_entry_is_ever_changed_deleted_or_replaced(any_url: str, tmp_path: Path, clock: Clock) -> None:
    app = open_desk(tmp_path, clock, any_url)
    grant(app, "1")
    statements = [
        "UPDATE ledger_entry SET amount = 1",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_key",
        "UPDATE ledger_key SET secret = ''",
    ]
    if any_url.startswith("sqlite"):
        statements.append("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry")
    else:
        statements.append("TRUNCATE ledger_entry CASCADE")
    for statement in statements:
        with pytest.raises(DBAPIError), app._database.write() as session:
            session.execute(text(statement))
    assert app.ledger.balance(person(app, "manager")).problems == ()
    app.close()


def test_whatever_gives_or_promises_something_waits_for_the_disk(
    desk_app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, agent, lead = desk_app, person(desk_app, "agent"), person(desk_app, "lead")
    hasty: list[bool] = []
    write = Database.write

    def watched(database: Database, **how: bool) -> object:
        hasty.append(how.get("hasty", False))
        return write(database, **how)

    monkeypatch.setattr(Database, "write", watched)
    id_ = app.desk.consult(agent, Case("late_delivery", FACTS, "C-1", "O-1")).id
    assert hasty == [True]
    entry = app.desk.grant(agent, id_, "goodwill_credit", 500, key="g", confirmed=SORRY)
    request = app.approvals.ask(agent, id_, "goodwill_credit", 3000, key="q", confirmed=SORRY)
    app.approvals.approve(lead, request.id)
    app.desk.reverse(agent, entry.id, "given twice", key="r")
    assert hasty[1:] == [False] * 4
