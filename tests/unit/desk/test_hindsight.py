import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from ledger_pages import FACTS, POLICY, SORRY, VOCABULARY, Clock, open_desk, person

from kb.access import OPERATOR, Refused
from kb.app import App
from kb.desk import BadCase, Case, NotGranted, NotThere
from kb.desk.hindsight import DraftRefused
from policies.batch import policy_columns

LATE = "late-delivery-policy.md"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[App]:
    app = open_desk(tmp_path, clock)
    yield app
    app.close()


def consult(app: App, role: str = "agent", customer: str | None = "C-1", **facts: str) -> str:
    case = Case("late_delivery", {**FACTS, **facts}, customer, "O-1")
    return app.desk.consult(person(app, role), case).id


def many(app: App, count: int, seed: int = 7) -> None:
    """Log cases at random, some with facts left out and some of unknown customers."""
    chance = random.Random(seed)  # noqa: S311 -- the same cases every time, nothing secret
    for _ in range(count):
        facts = {
            "days_late": str(chance.choice([0, 1, 3, 4, 7, 8, 365])),
            "order_value": str(chance.randint(0, 90)),
        }
        for key in [key for key in facts if chance.random() < 0.2]:
            del facts[key]
        customer = chance.choice(["C-1", "C-2", None])
        app.desk.consult(
            person(app, chance.choice(["agent", "lead", "manager"])),
            Case("late_delivery", facts, customer, "O-1"),
        )


def test_a_draft_that_says_the_same_changes_nothing(desk: App) -> None:
    many(desk, 120)
    report = desk.replays.replay(OPERATOR, LATE, POLICY + "\nSome more prose.\n")
    assert (report.decisions, report.changed, report.undecidable) == (120, 0, {})


def test_columns_and_single_decisions_tell_the_same(desk: App, monkeypatch: pytest.MonkeyPatch) -> None:
    many(desk, 150)
    draft = POLICY.replace("| may | agent | 10 |", "| may | agent | min(12, 20% of Order value) |")
    draft = draft.replace("| L7 | > 3 |", "| L7 | > 7 |").replace("| L1 | > 7 |", "| L1 | > 3 |")
    whole = desk.replays.replay(OPERATOR, LATE, draft).as_json()
    assert whole["changed"]

    def nothing(*_: object) -> object:
        raise AssertionError("columns were asked")

    monkeypatch.setattr(policy_columns.PolicyColumns, "decide_columns", nothing)
    monkeypatch.setattr("kb.desk.hindsight.redeciding.is_derived", lambda _fact: True)
    assert desk.replays.replay(OPERATOR, LATE, draft).as_json() == whole


def test_what_changes_is_counted_with_its_money_and_for_whom(desk: App) -> None:
    agent = person(desk, "agent")
    granted = consult(desk)
    desk.desk.grant(agent, granted, "goodwill_credit", 900, key="k", confirmed=SORRY)
    consult(desk, customer="C-2")
    consult(desk, "lead")
    consult(desk, days_late="0")
    report = desk.replays.replay(
        OPERATOR, LATE, POLICY.replace("| may | agent | 10 |", "| may | agent | 4 |")
    )
    assert (report.decisions, report.changed) == (4, 2)
    (shift,) = report.remedies
    assert (shift.remedy, shift.tighter, shift.looser) == ("goodwill_credit", 2, 0)
    assert (shift.before, shift.after) == (2000, 800)
    assert (shift.granted, shift.beyond) == (1, 500)
    assert shift.words == {("may", "may"): 2}
    assert report.actors == {"Agent": (2, 3)}
    assert report.complaints == {"late_delivery": (2, 4)}
    assert {case.before for case in report.cases} == {"may 10.00"}
    assert report.as_json()["changed"] == 2


def test_only_the_period_is_replayed_and_practice_is_not(desk: App, clock: Clock) -> None:
    start = clock.at
    for day in range(4):
        clock.at = start + timedelta(days=day)
        consult(desk)
    consult(desk, "starter")
    draft = POLICY.replace("| may | agent | 10 |", "| may | agent | 4 |")
    first = start.date()
    for since, until, expected in (
        (None, None, 4),
        (first + timedelta(days=1), None, 3),
        (None, first, 1),
        (first + timedelta(days=1), first + timedelta(days=2), 2),
        (date(2030, 1, 1), None, 0),
    ):
        assert desk.replays.replay(OPERATOR, LATE, draft, since, until).decisions == expected


def test_a_draft_of_the_vocabulary_is_replayed_over_all_its_policies(desk: App) -> None:
    consult(desk)
    consult(desk, days_late="300")
    draft = VOCABULARY.replace("| 0..365 |", "| 0..100 |")
    report = desk.replays.replay(OPERATOR, "vocabulary.md", draft)
    assert report.decisions == 2
    assert sum(report.undecidable.values()) == 1
    assert report.changed == 1


@pytest.mark.parametrize(
    "draft",
    [
        "no front matter",
        "---\nkind: help\ntitle: x\n---\n# x\n",
        POLICY.replace("| Days late |", "| Dayz late |"),
        POLICY.replace("| L2 | > 0 |", "| L2 | banana |"),
        "---\nkind: [\n---\n",
        "\x00",
    ],
)
def test_a_draft_that_cannot_decide_is_refused_with_what_is_wrong(desk: App, draft: str) -> None:
    consult(desk)
    with pytest.raises(DraftRefused):
        desk.replays.replay(OPERATOR, LATE, draft)


def test_progress_is_told_to_the_end(desk: App) -> None:
    many(desk, 5)
    told: list[tuple[int, int]] = []
    desk.replays.replay(OPERATOR, LATE, POLICY, progress=lambda done, all_: told.append((done, all_)))
    assert told[0] == (0, 5)
    assert told[-1] == (5, 5)


def test_an_exception_is_given_by_managers_with_a_reason_and_counts_apart(desk: App) -> None:
    manager, agent = person(desk, "manager"), person(desk, "agent")
    case = consult(desk)
    with pytest.raises(Refused):
        desk.exceptions.grant(agent, case, "goodwill_credit", 9000, key="k", reason="why not")
    with pytest.raises(NotGranted, match="why"):
        desk.exceptions.grant(manager, case, "goodwill_credit", 9000, key="k", reason="  ")
    entry = desk.exceptions.grant(manager, case, "goodwill_credit", 9000, key="k", reason="A wedding spoiled")
    again = desk.exceptions.grant(manager, case, "goodwill_credit", 9000, key="k", reason="A wedding spoiled")
    assert (entry.id, entry.basis, entry.amount) == (again.id, "exception", 9000)
    with pytest.raises(NotGranted) as reused:
        desk.exceptions.grant(manager, case, "goodwill_credit", 9000, key="k", reason="Another reason")
    assert reused.value.code == "key-reused"
    rooms = (
        desk.desk.consult(agent, Case("late_delivery", FACTS, "C-1", "O-1")).offer("goodwill_credit").rooms
    )
    assert {room.spent for room in rooms} == {0}
    assert desk.ledger.balance(manager).problems == ()
    assert desk.audit.verify(OPERATOR).problems == ()


@pytest.mark.parametrize(
    ("remedy", "amount", "facts", "code"),
    [
        ("goodwill_credit", 3000, {}, "not-needed"),
        ("goodwill_credit", 100, {"days_late": "0"}, "never"),
        ("goodwill_credit", 0, {}, "bad-amount"),
        ("goodwill_credit", -5, {}, "bad-amount"),
        ("replacement", 5, {"days_late": "0"}, "bad-amount"),
        ("nonsense", 5, {}, "not-offered"),
    ],
)
def test_an_exception_is_refused_where_it_is_none_or_forbidden(
    desk: App, remedy: str, amount: int, facts: dict[str, str], code: str
) -> None:
    with pytest.raises(NotGranted) as refused:
        desk.exceptions.grant(
            person(desk, "manager"), consult(desk, **facts), remedy, amount, key="k", reason="x"
        )
    assert refused.value.code == code


def test_an_exception_can_be_taken_back_and_its_receipt_verified(desk: App) -> None:
    manager = person(desk, "manager")
    case = consult(desk, days_late="0")
    entry = desk.exceptions.grant(manager, case, "replacement", None, key="k", reason="It never worked")
    receipt = desk.ledger.receipt(manager, entry.id)
    checked = desk.ledger.verify(OPERATOR, json.dumps(receipt.as_json()))
    assert checked.differences == ()
    desk.desk.reverse(manager, entry.id, "They kept the old one", key="r")
    assert desk.exceptions.proposals(manager) == ()


def test_an_exception_is_offered_to_the_owner_as_a_row_that_the_engine_reads(desk: App) -> None:
    manager = person(desk, "manager")
    desk.exceptions.grant(
        manager, consult(desk), "goodwill_credit", 9000, key="k", reason="A wedding | spoiled"
    )
    (proposal,) = desk.exceptions.proposals(manager, "delivery lead")
    assert desk.exceptions.proposals(manager, "somebody else") == ()
    assert proposal.policy == "late-delivery-policy"
    assert proposal.row is not None
    draft = POLICY[: POLICY.index("| Rule |")] + proposal.row + "\n"
    report = desk.replays.replay(OPERATOR, LATE, draft)
    (shift,) = [each for each in report.remedies if each.remedy == "goodwill_credit"]
    assert shift.words == {("may", "needs"): 1}


def test_cases_without_an_answer_are_collected_for_the_owner_with_their_facts(
    desk: App, clock: Clock
) -> None:
    agent, lead = person(desk, "agent"), person(desk, "lead")
    for _ in range(3):
        consult(desk, days_late="0", customer=None)
    given = consult(desk, days_late="0", customer="C-9")
    desk.exceptions.grant(person(desk, "manager"), given, "replacement", None, key="k", reason="x")
    consult(desk)
    consult(desk, "starter", days_late="0")
    assert desk.unanswered.lacks(lead) == (), "a case that is still being spoken about is none yet"
    clock.at += timedelta(minutes=16)
    (lack,) = desk.unanswered.lacks(lead)
    assert (lack.complaint, lack.how, lack.many) == ("late_delivery", "nothing", 3)
    assert lack.facts == {"days_late": "0", "order_value": "30.00"}
    assert lack.owner == "Delivery lead"
    assert len(lack.consultations) == 3
    assert desk.unanswered.lacks(agent) == (), "the agent does not own that policy"
    assert desk.unanswered.lacks(lead, owner="DELIVERY  lead") == (lack,)
    assert desk.unanswered.lacks(lead, owner="nobody") == ()
    assert desk.unanswered.lacks(lead, since=clock.at) == ()
    assert desk.unanswered.counts(lead) == {"late_delivery": 3}


def test_an_outcome_is_kept_by_whoever_had_the_case_with_words_that_name_nobody(desk: App) -> None:
    agent, lead = person(desk, "agent"), person(desk, "lead")
    case, other = consult(desk), consult(desk, "lead")
    desk.outcomes.score(agent, case, 2, "still waiting, write to jo@example.org or 07700 900123")
    desk.outcomes.score(agent, case, 4, "now it came")
    desk.outcomes.score(lead, other, 5)
    with pytest.raises(NotThere):
        desk.outcomes.score(agent, other, 1)
    with pytest.raises(NotThere):
        desk.outcomes.score(agent, "nothing", 1)
    for bad in (0, 6, True, 2.5):
        with pytest.raises(BadCase):
            desk.outcomes.score(agent, case, bad)  # type: ignore[arg-type]
    (score,) = desk.outcomes.scores(lead)
    assert (score.answered, score.average, score.scores) == (2, 4.5, (0, 0, 0, 1, 1))
    stored = (Path(desk.settings.data) / "carebook.db").read_bytes()
    assert b"jo@example.org" not in stored
    assert desk.audit.verify(OPERATOR).problems == ()


def test_follow_ups_are_due_when_planned_or_some_days_after_something_was_given(
    desk: App, clock: Clock
) -> None:
    agent, start = person(desk, "agent"), clock.at
    given, planned, none = consult(desk), consult(desk, customer="C-2"), consult(desk, customer="C-3")
    desk.desk.grant(agent, given, "goodwill_credit", 900, key="k", confirmed=SORRY)
    desk.outcomes.plan(agent, planned, start.date() + timedelta(days=1))
    assert desk.outcomes.due(agent) == ()
    clock.at = start + timedelta(days=1)
    assert [up.consultation for up in desk.outcomes.due(agent)] == [planned]
    clock.at = start + timedelta(days=3)
    due = desk.outcomes.due(agent)
    assert [up.consultation for up in due] == [planned, given]
    assert due[1].remedies == ("goodwill_credit",)
    assert none not in {up.consultation for up in due}
    assert desk.outcomes.due(person(desk, "lead")) == ()
    desk.outcomes.score(agent, given, 5)
    desk.outcomes.plan(agent, planned, clock.at.date() + timedelta(days=9))
    assert desk.outcomes.due(agent) == ()
    for day in (clock.at.date() - timedelta(days=1), clock.at.date() + timedelta(days=400)):
        with pytest.raises(BadCase):
            desk.outcomes.plan(agent, planned, day)


def test_what_is_forgotten_takes_its_outcome_along(desk: App, clock: Clock) -> None:
    agent = person(desk, "agent")
    case = consult(desk)
    desk.outcomes.score(agent, case, 2, "a bitter word")
    clock.at += timedelta(days=400)
    desk.ledger.purge(OPERATOR)
    files = [file for file in Path(desk.settings.data).iterdir() if file.name.startswith("carebook.db")]
    assert all(b"a bitter word" not in file.read_bytes() for file in files)
    assert desk.audit.verify(OPERATOR).problems == ()
