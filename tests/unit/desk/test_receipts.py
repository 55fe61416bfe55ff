import csv
import json
import sqlite3
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from ledger_pages import FACTS, SORRY, Clock, person

from kb.access import OPERATOR
from kb.app import App
from kb.desk import Case, Entry, NoReceipt
from kb.desk.ledger_csv import harmless


def given(app: App, customer: str = "C-77401", reason: str = "") -> Entry:
    agent = person(app, "agent")
    id_ = app.desk.consult(agent, Case("late_delivery", FACTS, customer, "O-1")).id
    entry = app.desk.grant(agent, id_, "goodwill_credit", 1000, key=id_, confirmed=SORRY)
    if reason:
        app.desk.reverse(agent, entry.id, reason, key="back")
    return entry


def test_a_receipt_is_verified_in_words_and_as_json(desk_app: App) -> None:
    agent, entry = person(desk_app, "agent"), given(desk_app)
    receipt = desk_app.ledger.receipt(agent, entry.id)
    for text in (receipt.text, receipt.text.replace("\n", "\r\n"), json.dumps(receipt.as_json())):
        found = desk_app.ledger.verify(agent, text)
        assert (found.differences, found.decided_again, found.grant) == ((), True, entry.id)
    for rubbish in ("", "{", "[]", "no receipt", '{"receipt": true}', '{"receipt": 1, "receipt": 1}'):
        with pytest.raises(NoReceipt):
            desk_app.ledger.verify(agent, rubbish)


def test_tampering_with_any_field_is_found_and_named(desk_app: App) -> None:
    agent, entry = person(desk_app, "agent"), given(desk_app)
    true = desk_app.ledger.receipt(agent, entry.id).as_json()
    for name, value in true.items():
        changed = {"days_late": "8"} if name == "facts" else 99 if name == "receipt" else f"{value}x"
        found = desk_app.ledger.verify(agent, json.dumps({**true, name: changed}))
        said = "fact days_late" if name == "facts" else name
        assert any(each.startswith(said) for each in found.differences), name
        left_out = {key: each for key, each in true.items() if key != name}
        if name != "receipt" and value is not None:
            assert not desk_app.ledger.verify(agent, json.dumps(left_out)).holds, name
    for line in desk_app.ledger.receipt(agent, entry.id).text.splitlines():
        text = desk_app.ledger.receipt(agent, entry.id).text.replace(line, line + "9")
        assert not desk_app.ledger.verify(agent, text).holds, line
    assert not desk_app.ledger.verify(agent, json.dumps({**true, "more": "words"})).holds


def test_an_entry_changed_behind_the_triggers_is_found(desk_app: App, tmp_path: Path) -> None:
    agent, entry = person(desk_app, "agent"), given(desk_app)
    receipt = desk_app.ledger.receipt(agent, entry.id)
    with sqlite3.connect(tmp_path / "data" / "carebook.db") as connection:
        connection.execute("DROP TRIGGER ledger_entry_no_update")
        connection.execute("UPDATE ledger_entry SET amount = 100")
    connection.close()
    assert not desk_app.ledger.verify(agent, receipt.text).holds
    assert desk_app.ledger.balance(person(desk_app, "manager")).problems == (f"entry {entry.id} was changed",)


def test_what_is_purged_is_gone_from_the_file_and_the_rest_still_holds(
    desk_app: App, tmp_path: Path, clock: Clock
) -> None:
    agent, entry = person(desk_app, "agent"), given(desk_app)
    receipt = desk_app.ledger.receipt(agent, entry.id)
    for days in range(1, 9):  # rows that are rewritten leave their former selves in the file
        case = Case("late_delivery", {"days_late": str(days)}, "C-77402")
        desk_app.desk.consult(agent, case, id="case-77402")
    clock.at += timedelta(days=80)
    done = desk_app.ledger.purge(OPERATOR, 30)
    assert (done.consultations, done.case_files, done.customers, done.erased) == (2, 1, 1, True)
    data = b"".join(file.read_bytes() for file in (tmp_path / "data").glob("carebook.db*"))
    for trace in (b"C-7740", b'"days_late":"', b'"order_value":"30.00"', receipt.fields["salt"].encode()):  # type: ignore[attr-defined]
        assert trace not in data, trace
    assert desk_app.audit.verify(OPERATOR).problems == ()
    (kept,) = desk_app.ledger.entries(OPERATOR)
    assert (kept.amount, kept.sha256) == (entry.amount, entry.sha256)
    assert kept.customer != "C-77401"
    assert desk_app.ledger.verify(agent, receipt.text).holds, "whoever kept the receipt can still prove it"
    assert not desk_app.ledger.verify(agent, receipt.text.replace("days_late: 9", "days_late: 8")).holds
    with pytest.raises(NoReceipt):
        desk_app.ledger.receipt(agent, entry.id)
    again = desk_app.desk.consult(agent, Case("late_delivery", FACTS, "C-77401"))
    assert again.read == {"remedies_in_90_days": "1"}, "the budget is remembered, the customer was not"


def test_the_export_adds_up_and_no_spreadsheet_executes_it(desk_app: App) -> None:
    given(desk_app, "C-1", reason='=HYPERLINK("http://x.invalid")')
    given(desk_app, "C-2")
    text = "".join(desk_app.ledger.export(person(desk_app, "manager")))
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["amount"] for row in rows] == ["10.00", "-10.00", "10.00"]
    assert rows[1]["reason"].startswith("'=")
    before = (
        "",
        " ",
        "\t",
        "\r",
        "\n",
        "\ufeff",
        "\ufeff \t",
        "\u00a0",
        "\u200b",
        "\x00",
        "\u3000",
        "\u202e",
    )
    for sign in "=+-@\t\r|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212":
        for first in before:
            assert harmless(f"{first}{sign}1+1") == f"'{first}{sign}1+1"
    for plain in ("", "late", "10 = ten", "C-1", "a\t=b", "'quoted", "£5 off"):
        assert harmless(plain) == plain


def test_an_export_streams_and_leaves_out_nothing(desk_app: App, tmp_path: Path) -> None:
    given(desk_app)
    with sqlite3.connect(tmp_path / "data" / "carebook.db") as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(ledger_entry)")]
        new = {"id": "id + :n", "key": "key || :n"}
        values = ", ".join(new.get(name, name) for name in names)
        copy = f"INSERT INTO ledger_entry ({', '.join(names)}) SELECT {values} FROM ledger_entry WHERE id = 1"  # noqa: S608
        database.executemany(copy, [{"n": number} for number in range(1, 2500)])
    database.close()
    lines = desk_app.ledger.export(person(desk_app, "manager"))
    assert next(lines).startswith("entry,kind,")
    assert [int(line.partition(",")[0]) for line in lines] == list(range(1, 2501))
