import json
import threading

import pytest

from kb.access import OPERATOR, Actor, Refused
from kb.app import App
from kb.particulars import Unfit
from kb.people import People
from kb.staff import LastManager, NoSuchPerson, Staff
from kb.storage import Database

ADA = {
    "name": "Ada Byron",
    "email": "Ada@Example.org",
    "role": "agent",
    "authority": "agent",
    "team": "Early",
}
LADDER = ("agent", "lead", "manager")


def a_staff(database: Database, app: App) -> Staff:
    return Staff(database, People(database), lambda: LADDER, app.staff._clock)


def test_somebody_added_may_sign_in_at_once_and_the_act_is_on_record(app: App, manager: Actor) -> None:
    added = app.staff.add(manager, ADA)
    assert (added.email, added.team, added.active) == ("ada@example.org", "Early", True)
    assert app.people.by_email(" ADA@example.org") is not None
    newest = app.audit.events(manager, topic="people")[0]
    assert (newest.actor, newest.action, newest.thing) == ("Manager", "add", f"person {added.id}")
    assert "ada" not in newest.detail.lower(), "what may have to be forgotten is not in the chain"


def test_a_change_touches_what_it_names_and_works_at_the_next_call(app: App, manager: Actor) -> None:
    ada = app.staff.add(manager, ADA)
    signed_in = app.people.get(ada.id)
    assert signed_in is not None
    changed = app.staff.change(manager, ada.id, {"role": "manager", "team": ""})
    assert (changed.role, changed.team, changed.name, changed.authority) == (
        "manager", None, "Ada Byron", "agent",
    )  # fmt: skip
    assert app.staff.everyone(signed_in), "the session of somebody promoted need not sign in again"
    detail = json.loads(app.audit.events(manager, topic="people")[0].detail)
    assert detail["changed"] == ["role", "team"]


def test_a_change_that_changes_nothing_is_no_event(app: App, manager: Actor) -> None:
    ada = app.staff.add(manager, ADA)
    before = app.audit.verify(manager).events
    app.staff.change(manager, ada.id, {"name": " Ada  Byron ", "email": "ada@EXAMPLE.org"})
    app.staff.reactivate(manager, ada.id)
    assert app.audit.verify(manager).events == before


def test_somebody_let_go_is_out_at_once_and_can_be_taken_back(app: App, manager: Actor, agent: Actor) -> None:
    app.staff.deactivate(manager, agent.id)
    with pytest.raises(Refused):
        app.library.browse(agent)
    assert not next(each for each in app.staff.everyone(manager) if each.id == agent.id).active
    app.staff.reactivate(manager, agent.id)
    assert app.library.browse(agent)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Ada\u202eByron"}, "name"),
        ({"email": "ada"}, "email"),
        ({"email": "ada@example"}, "email"),
        ({"email": "a b@example.org"}, "email"),
        ({"email": "ada@example..org"}, "email"),
        ({"email": "agent@carebook.invalid"}, "email"),
        ({"email": "AGENT@Carebook.Invalid "}, "email"),
        ({"email": "a" * 250 + "@b.org"}, "email"),
        ({"role": "boss"}, "role"),
        ({"role": "operator"}, "role"),
        ({"role": None}, "role"),
        ({"authority": "emperor"}, "authority"),
        ({"team": "x" * 121}, "team"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_nothing_is_kept(
    app: App, manager: Actor, wrong: dict[str, str], field: str
) -> None:
    before = app.staff.everyone(manager)
    with pytest.raises(Unfit) as refused:
        app.staff.add(manager, {**ADA, **wrong})  # type: ignore[dict-item]
    assert refused.value.field == field
    assert app.staff.everyone(manager) == before
    assert not app.audit.events(manager, topic="people")


def test_a_person_without_name_address_or_role_is_not_added(app: App, manager: Actor) -> None:
    for missing in ("name", "email", "role"):
        with pytest.raises(Unfit):
            app.staff.add(manager, {key: value for key, value in ADA.items() if key != missing})  # type: ignore[misc]


def test_nobody_but_managers_and_the_command_line_may_touch_the_list(app: App, agent: Actor) -> None:
    for use in (
        lambda: app.staff.everyone(agent),
        lambda: app.staff.add(agent, ADA),
        lambda: app.staff.change(agent, agent.id, {"role": "manager"}),
        lambda: app.staff.deactivate(agent, agent.id),
    ):
        with pytest.raises(Refused):
            use()
    assert app.staff.add(OPERATOR, ADA).role == "agent"


def test_somebody_who_is_not_there_is_told_so(app: App, manager: Actor) -> None:
    with pytest.raises(NoSuchPerson):
        app.staff.deactivate(manager, 999)
    with pytest.raises(NoSuchPerson, match="nobody@example"):
        app.staff.find(manager, "nobody@example.org")


def test_the_last_active_manager_can_neither_leave_nor_step_down(app: App, manager: Actor) -> None:
    with pytest.raises(LastManager):
        app.staff.deactivate(manager, manager.id)
    with pytest.raises(LastManager):
        app.staff.change(manager, manager.id, {"role": "lead"})
    other = app.staff.add(manager, {**ADA, "role": "manager"})
    app.staff.deactivate(manager, manager.id)
    still = app.people.get(other.id)
    assert still is not None
    with pytest.raises(LastManager):
        app.staff.change(still, other.id, {"role": "agent"})


def test_on_every_database_two_managers_who_dismiss_each_other_at_once_leave_one(
    any_database: Database, app: App
) -> None:
    staff = a_staff(any_database, app)
    two = [
        staff.add(OPERATOR, {"name": name, "email": f"{name}@example.org", "role": "manager"})
        for name in ("one", "two")
    ]
    start = threading.Barrier(2)
    refused: list[Exception] = []

    def dismiss(person_id: int) -> None:
        start.wait()
        try:
            staff.deactivate(OPERATOR, person_id)
        except LastManager as error:
            refused.append(error)

    threads = [threading.Thread(target=dismiss, args=(each.id,)) for each in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert [each.active for each in staff.everyone(OPERATOR)].count(True) == 1
    with pytest.raises(Unfit, match="already"):
        staff.add(OPERATOR, {**ADA, "email": "ONE@example.org"})
