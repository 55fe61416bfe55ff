import pytest
from sqlmodel import select

from kb.access import Actor, Refused
from kb.app import App
from kb.model import Person


def change(app: App, email: str, **values: object) -> None:
    with app._database.write() as session:
        person = session.exec(select(Person).where(Person.email == email)).one()
        for name, value in values.items():
            setattr(person, name, value)
        session.add(person)


def test_a_fresh_library_has_the_four_people_of_the_demonstration(app: App) -> None:
    assert [(actor.name, actor.role, actor.authority) for actor in app.people.everyone()] == [
        ("Agent", "agent", "agent"),
        ("Team lead", "lead", "lead"),
        ("Manager", "manager", "manager"),
        ("New starter", "starter", None),
    ]


def test_people_are_found_by_address_and_id(app: App, agent: Actor) -> None:
    assert app.people.by_email("  AGENT@carebook.invalid ") == agent
    assert app.people.get(agent.id) == agent
    assert app.people.by_email("nobody@carebook.invalid") is None
    assert app.people.get(99) is None


def test_somebody_made_inactive_is_refused_at_the_next_call(app: App, agent: Actor) -> None:
    change(app, agent.email, active=False)
    for use in (
        lambda: app.library.article(agent, "on-time"),
        lambda: app.library.browse(agent),
        lambda: app.search.search(agent, "late"),
        lambda: app.desk.decide(agent, "late_delivery", {}),
    ):
        with pytest.raises(Refused, match="no longer"):
            use()
    assert agent not in app.people.everyone()
    assert app.people.by_email(agent.email) is None


def test_a_change_of_role_works_at_the_next_call_whatever_the_session_still_believes(
    app: App, manager: Actor
) -> None:
    change(app, manager.email, role="agent", authority="agent")
    with pytest.raises(Refused, match="ask a manager"):
        app.library.import_folder(manager, app.settings.content)
    facts = {"days_late": "9", "order_value": "30"}
    assert app.desk.decide(manager, "late_delivery", facts).as_json()["role"] == "agent"


def test_an_actor_made_up_by_a_caller_gains_nothing(app: App, agent: Actor) -> None:
    forged = Actor(id=agent.id, name="Boss", role="manager", authority="manager")
    with pytest.raises(Refused):
        app.library.import_folder(forged, app.settings.content)
    with pytest.raises(Refused):
        app.library.browse(Actor(id=0, name="Carebook", role="operator", authority=None))
