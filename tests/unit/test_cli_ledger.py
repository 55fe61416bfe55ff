"""The desk from the command line: a day of consulting, granting, asking, answering and looking back."""

import csv
import json
import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from builders import write_pages
from command import carebook
from ledger_pages import PAGES, POLICY
from typer.testing import CliRunner

from kb.cli.root import app

AGENT, LEAD, MANAGER = (f"{role}@carebook.invalid" for role in ("agent", "lead", "manager"))


class Terminal:
    """The command on one library, run within this process: a start of its own costs a second each."""

    def __init__(self, folder: Path) -> None:
        content = write_pages(folder / "content", PAGES)
        self.env = {"CAREBOOK_DATA": str(folder / "data"), "CAREBOOK_CONTENT": str(content)}
        self.status = 0

    def text(self, *words: str) -> str:
        done = CliRunner().invoke(app, words, env=self.env)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        self.status = done.exit_code
        return done.output

    def json(self, *words: str) -> Any:
        return json.loads(self.text(*words, "--json"))

    def refused(self, *words: str) -> dict[str, Any]:
        told = self.json(*words)
        assert self.status == 1, told
        assert list(told) == ["error"]
        assert told["error"]["message"]
        return dict(told["error"])


def case(ticket: str, customer: str = "C-1", days: int = 9) -> tuple[str, ...]:
    facts = ("--fact", f"days_late={days}", "--fact", "order_value=30")
    return ("--complaint", "late_delivery", *facts, "--customer", customer, "--order", "O-1",
            "--ticket", ticket)  # fmt: skip


def grant(who: str, amount: str, key: str, *more: str) -> tuple[str, ...]:
    return ("grant", "--as", who, "--remedy", "goodwill_credit", "--amount", amount, "--key", key,
            "--confirm-all", *more)  # fmt: skip


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_a_day_at_the_desk_from_the_command_line(terminal: Terminal, tmp_path: Path) -> None:
    found = terminal.json("consult", "--as", AGENT, *case("T-1"))
    offers = {each["remedy"]: each for each in found["offers"]}
    assert (offers["goodwill_credit"]["grantable"], offers["goodwill_credit"]["ask"]) == ("10.00", "lead")
    assert found["read"] == {"remedies_in_90_days": "0"}
    assert "goodwill_credit: may 10.00" in terminal.text("consult", "--as", AGENT, *case("T-1"))

    on_it = ("--consultation", found["consultation"])
    first = terminal.json(*grant(AGENT, "10", "k1", *on_it))
    assert (first["amount"], first["customer"], first["kind"]) == ("10.00", "C-1", "grant")
    assert terminal.json(*grant(AGENT, "10", "k1", *on_it)) == first, "a retry gives what was given"
    assert terminal.refused(*grant(AGENT, "9", "k1", *on_it))["code"] == "key-reused"
    assert terminal.refused(*grant(AGENT, "1", "k2", *on_it))["code"] == "already-granted"
    by_case = terminal.json(*grant(LEAD, "40", "k3", *case("T-2")))
    assert terminal.json(*grant(LEAD, "40", "k3", *case("T-2")))["id"] == by_case["id"]
    over = terminal.refused(*grant(LEAD, "20", "k4", *case("T-3")))
    assert (over["code"], over["budget"], over["left"]) == ("over-budget", "goodwill_per_customer", 1000)
    assert terminal.refused(*grant("nobody@x.invalid", "1", "k5", *on_it))["code"] == "unknown-person"

    _requests(terminal)
    _receipts(terminal, first["id"], tmp_path)

    back = terminal.json("reverse", str(first["id"]), "--as", AGENT, "--reason", "given twice", "--key", "r1")
    assert (back["kind"], back["amount"], back["reverses"]) == ("reversal", "-10.00", first["id"])
    other = ("reverse", str(first["id"]), "--as", LEAD, "--reason", "given twice", "--key", "r2")
    assert terminal.refused(*other)["code"] == "already-reversed"

    _outside(terminal)
    _ledger(terminal, tmp_path)
    _looking_back(terminal, found["consultation"], tmp_path)

    gone = terminal.json("ledger", "purge", "--days", "0")
    assert (terminal.status, gone["erased"], gone["case_files"]) == (0, True, 4)
    assert terminal.refused("receipt", "show", str(by_case["id"]))["code"] == "forgotten"
    assert terminal.json("ledger", "balance")["problems"] == []
    assert terminal.text("audit", "verify")
    assert terminal.status == 0


def _requests(terminal: Terminal) -> None:
    ids = []
    for number in range(1, 4):
        asked = terminal.json("consult", "--as", AGENT, *case(f"T-1{number}", "C-2"))
        ask = ("request", "ask", "--as", AGENT, "--consultation", asked["consultation"], "--remedy",
               "goodwill_credit", "--amount", "30", "--key", f"q{number}", "--confirm", "Say sorry first",
               "--note", "has waited long")  # fmt: skip
        request = terminal.json(*ask)
        assert (request["state"], request["needed"], request["amount"]) == ("open", "lead", "30.00")
        assert terminal.json(*ask) == request
        ids.append(str(request["id"]))
    assert [str(each["id"]) for each in terminal.json("request", "list", "--as", LEAD)] == ids[::-1]
    assert terminal.text("request", "list", "--as", AGENT, "--state", "open").count("needs lead") == 3
    assert terminal.refused("request", "approve", ids[0], "--as", AGENT)["code"] == "refused"
    assert terminal.refused("request", "approve", "99", "--as", LEAD)["code"] == "unknown-request"
    above = ("request", "approve", ids[0], "--as", LEAD, "--amount", "31")
    assert terminal.refused(*above)["code"] == "above-asked"
    lower = terminal.json("request", "approve", ids[0], "--as", LEAD, "--amount", "25", "--confirm-all")
    assert (lower["amount"], lower["asked_by"], lower["actor"]) == ("25.00", "Agent", "Team lead")
    declined = terminal.json("request", "decline", ids[1], "--as", LEAD, "--reason", "not this time")
    assert (declined["state"], declined["reason"]) == ("declined", "not this time")
    assert terminal.json("request", "withdraw", ids[2], "--as", AGENT)["state"] == "withdrawn"
    again = terminal.refused("request", "withdraw", ids[1], "--as", AGENT)
    assert again["code"] == "already-answered"
    states = [each["state"] for each in terminal.json("request", "list", "--as", AGENT)]
    assert states == ["withdrawn", "declined", "approved"]
    assert terminal.json("request", "list", "--as", AGENT, "--state", "open") == []


def _receipts(terminal: Terminal, number: int, folder: Path) -> None:
    for as_json in ((), ("--json",)):
        shown = terminal.text("receipt", "show", str(number), *as_json)
        file = folder / "receipt.txt"
        file.write_text(shown, "utf-8")
        assert terminal.json("receipt", "verify", str(file))["holds"] is True
        file.write_text(shown.replace("10.00", "11.00"), "utf-8")
        told = terminal.text("receipt", "verify", str(file))
        assert terminal.status == 1
        assert "receipt: amount: the receipt says `11.00`, the ledger `10.00`" in told
    file.write_text("no receipt", "utf-8")
    assert terminal.refused("receipt", "verify", str(file))["code"] == "unreadable"
    assert terminal.refused("receipt", "show", "99")["code"] == "unknown-grant"


def _outside(terminal: Terminal) -> None:
    asked = terminal.json("consult", "--as", MANAGER, *case("T-20", "C-3"))
    give = ("exception", "grant", "--consultation", asked["consultation"], "--remedy", "voucher", "--amount",
            "60", "--reason", "a wedding was missed", "--key", "x1")  # fmt: skip
    assert terminal.refused(*give, "--as", LEAD)["code"] == "refused"
    given = terminal.json(*give, "--as", MANAGER)
    assert (given["basis"], given["amount"], given["reason"]) == (
        "exception",
        "60.00",
        "a wedding was missed",
    )
    (listed,) = terminal.json("exception", "list")
    assert (listed["id"], listed["owner"]) == (given["id"], "Delivery lead")
    assert "Voucher" in listed["row"]


def _ledger(terminal: Terminal, folder: Path) -> None:
    entries = terminal.json("ledger", "list")
    assert [each["amount"] for each in entries] == ["60.00", "-10.00", "25.00", "40.00", "10.00"]
    assert len(terminal.json("ledger", "list", "--customer", "C-1")) == 3
    assert len(terminal.text("ledger", "list", "--agent", LEAD).splitlines()) == 2
    assert terminal.refused("ledger", "list", "--agent", "nobody@x.invalid")["code"] == "unknown-person"
    file = folder / "ledger.csv"
    terminal.text("ledger", "export", str(file))
    rows = list(csv.DictReader(StringIO(file.read_text("utf-8"), newline="")))
    assert [row["amount"] for row in rows] == ["10.00", "40.00", "25.00", "-10.00", "60.00"]
    assert terminal.text("ledger", "export", "-").splitlines() == file.read_text("utf-8").splitlines()
    balance = terminal.json("ledger", "balance")
    assert (balance["sums"][0]["net"], balance["problems"]) == (12500, [])


def _looking_back(terminal: Terminal, consultation: str, folder: Path) -> None:
    terminal.json("consult", "--as", AGENT, *case("T-30", "C-4", days=0))
    assert terminal.json("lacks") == [], "it may still be going on"
    with sqlite3.connect(folder / "data" / "carebook.db") as database:
        database.execute("UPDATE consultation SET at = strftime('%Y-%m-%d %H:%M:%f', at, '-1 hour')")
    database.close()
    lacks = terminal.json("lacks")
    assert [(each["how"], each["facts"]["days_late"]) for each in lacks] == [("nothing", "0")]
    assert terminal.text("outcome", "score", consultation, "4", "--as", AGENT) == ""
    assert terminal.status == 0
    bad = terminal.text("outcome", "score", consultation, "6", "--as", AGENT)
    assert (terminal.status, "bad-score" in bad) == (1, True)
    assert terminal.json("outcome", "due", "--as", AGENT) == []
    draft = folder / "late-delivery-policy.md"
    draft.write_text(POLICY.replace("| agent | 10 |", "| agent | 12 |"), "utf-8")
    report = terminal.json("replay", "--draft", str(draft))
    (shift,) = report["remedies"]
    assert (shift["remedy"], shift["looser"]) == ("goodwill_credit", report["changed"])
    assert report["changed"] < report["decisions"]
    draft.write_text(POLICY.replace("| agent | 10 |", "| agnet | 12 |"), "utf-8")
    assert "agnet" in terminal.text("replay", "--draft", str(draft))
    assert terminal.status == 1


def test_a_refusal_is_one_object_on_stdout_and_exit_code_one(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    done = carebook(*grant(AGENT, "11", "k", *case("T-1")), "--json", **terminal.env)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["error"]["code"] == "over-limit"
