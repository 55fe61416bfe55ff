"""The people: who may sign in, and the gate that looks them up at every use case."""

from typing import cast

from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_core
from sqlmodel import Session, col, select

from kb.access import OPERATOR, Action, Actor, Refused, Role, can
from kb.model import Person
from kb.storage import Database

_DEMONSTRATION = (
    ("Agent", "agent", "agent"),
    ("Team lead", "lead", "lead"),
    ("Manager", "manager", "manager"),
    ("New starter", "starter", None),
)

# Asked before every use case: built once, and without the mapper a third of the time.
_TABLE: Table = Person.__table__  # type: ignore[attr-defined]
_ONE = select_core(_TABLE).where(_TABLE.c.id == bindparam("id"), _TABLE.c.active)


class People:
    """Everybody who may sign in. What is asked here is asked before anybody has: it needs no permission."""

    def __init__(self, database: Database) -> None:
        """Look people up in `database`, anew at every question, so that a change of role works at once."""
        self._database = database

    def everyone(self) -> tuple[Actor, ...]:
        """Return all who are active, as they would act, in the order in which they were added."""
        with self._database.read() as session:
            people = session.exec(select(Person).where(col(Person.active)).order_by(col(Person.id))).all()
            return tuple(_actor(person) for person in people)

    def get(self, person_id: int) -> Actor | None:
        """Return the active person with this id."""
        with self._database.read() as session:
            row = session.connection().execute(_ONE, {"id": person_id}).first()
            return Actor(row.id, row.name, row.role, row.authority, row.email) if row is not None else None

    def by_email(self, email: str) -> Actor | None:
        """Return the active person with this address; capitals and outer spaces make no difference."""
        with self._database.read() as session:
            person = session.exec(select(Person).where(Person.email == email.strip().lower())).first()
            return _actor(person) if person is not None and person.active else None

    def admit(self, actor: Actor, action: Action) -> Actor:
        """Return `actor` as the table has them now.

        Raises:
            Refused: they are gone or no longer active, or their role does not allow `action`.
        """
        now = actor if actor is OPERATOR else self.get(actor.id)
        if now is None:
            raise Refused("You can no longer sign in here; ask a manager to have you added again.")
        access = can(now, action)
        if not access.allowed:
            raise Refused(access.reason)
        return now


def add_demonstration_people(session: Session) -> None:
    """Add the four people of the demonstration, named by what they do, where there is nobody yet."""
    if session.exec(select(Person).limit(1)).first() is not None:
        return
    for name, role, authority in _DEMONSTRATION:
        email = f"{role}@carebook.invalid"
        session.add(Person(name=name, email=email, role=role, authority=authority))
        session.flush()  # one by one, so that they keep their order


def _actor(person: Person) -> Actor:
    assert person.id is not None  # noqa: S101 -- it was read from the table
    role = cast("Role", person.role)  # the table holds no other
    return Actor(person.id, person.name, role, person.authority, person.email)


__all__ = ["People", "add_demonstration_people"]
