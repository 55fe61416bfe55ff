"""The staff: people added, changed, let go and taken back, by those who may; each act is on record.

    Staff ── add, change, deactivate, reactivate ──> Person, AuditEvent (topic "people")
      │
      └── ladder()  the keys of the policies' roles: an authority must be one of them

Whoever is signed in is looked up anew at each use case (see `kb.people`), so all of it works at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from kb.access import Actor, Gate, use_case
from kb.audit import Event, record
from kb.model import Person
from kb.particulars import Field, StaffError, Unfit, read_particulars
from kb.storage import Database

_REQUIRED: tuple[Field, ...] = ("name", "email", "role")


class NoSuchPerson(StaffError):  # noqa: N818 -- named for what the person is told
    """There is nobody with that number or address."""


class LastManager(StaffError):  # noqa: N818 -- named for what the person is told
    """It would leave nobody who can let others in."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody on the list; `authority` is the key of a role of the policies' ladder, or None."""

    id: int
    name: str
    email: str
    role: str
    authority: str | None
    team: str | None
    active: bool


class Staff:
    """The list of people, for those who answer for it."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        ladder: Callable[[], tuple[str, ...]],
        clock: Callable[[], datetime],
    ) -> None:
        """Keep the list in `database`; `ladder` gives the keys of the policies' roles, lowest first."""
        self.gate = gate
        self._database = database
        self._ladder = ladder
        self._clock = clock

    @use_case("people.manage")
    def everyone(self, _actor: Actor) -> tuple[StaffMember, ...]:
        """Return everybody, those who left included, by name."""
        with self._database.read() as session:
            found = [_member(person) for person in session.exec(select(Person))]
        return tuple(sorted(found, key=lambda member: (not member.active, member.name.casefold(), member.id)))

    @use_case("people.manage")
    def find(self, _actor: Actor, email: str) -> StaffMember:
        """Return the person with this address, active or not.

        Raises:
            NoSuchPerson: there is none.
        """
        with self._database.read() as session:
            person = session.exec(select(Person).where(Person.email == email.strip().lower())).first()
            if person is None:
                raise NoSuchPerson(f"Nobody here has the address {email.strip()[:80]}.")
            return _member(person)

    @use_case("people.manage")
    def authorities(self, _actor: Actor) -> tuple[str, ...]:
        """Return the authorities that somebody can be given, lowest first."""
        return self._ladder()

    @use_case("people.manage")
    def add(self, actor: Actor, particulars: Mapping[Field, str | None]) -> StaffMember:
        """Add somebody, who may sign in from now on: a name, an address and a role, perhaps more.

        Raises:
            Unfit: something about it cannot be; it says what, and nothing is kept.
        """
        values = read_particulars(particulars, self._ladder(), required=_REQUIRED)

        def put(session: Session) -> tuple[Person, str, tuple[str, ...]]:
            person = Person(**values)  # type: ignore[arg-type]
            session.add(person)
            return person, "add", tuple(values)

        return self._record(actor, put)

    @use_case("people.manage")
    def change(self, actor: Actor, person_id: int, particulars: Mapping[Field, str | None]) -> StaffMember:
        """Change what `particulars` names about somebody, and nothing else; it works at their next click.

        Raises:
            Unfit: something about it cannot be; it says what, and nothing is changed.
            NoSuchPerson, LastManager
        """
        values = read_particulars(particulars, self._ladder())

        def put(session: Session) -> tuple[Person, str, tuple[str, ...]]:
            person = _person(session, person_id)
            changed = tuple(name for name, value in values.items() if getattr(person, name) != value)
            for name in changed:
                setattr(person, name, values[name])
            return person, "change", changed

        return self._record(actor, put)

    @use_case("people.manage")
    def deactivate(self, actor: Actor, person_id: int) -> StaffMember:
        """Let somebody in no longer; what they wrote and granted keeps their name.

        Raises:
            NoSuchPerson, LastManager
        """
        return self._set_active(actor, person_id, "deactivate", active=False)

    @use_case("people.manage")
    def reactivate(self, actor: Actor, person_id: int) -> StaffMember:
        """Let somebody in again, as who they were.

        Raises:
            NoSuchPerson
        """
        return self._set_active(actor, person_id, "reactivate", active=True)

    def _set_active(
        self,
        actor: Actor,
        person_id: int,
        action: Literal["deactivate", "reactivate"],
        *,
        active: bool,
    ) -> StaffMember:
        def put(session: Session) -> tuple[Person, str, tuple[str, ...]]:
            person = _person(session, person_id)
            changed = () if person.active == active else ("active",)
            person.active = active
            return person, action, changed

        return self._record(actor, put)

    def _record(
        self, actor: Actor, put: Callable[[Session], tuple[Person, str, tuple[str, ...]]]
    ) -> StaffMember:
        try:
            with self._database.write() as session:
                managers = _managers(session)
                person, action, changed = put(session)
                session.flush()
                if managers and not _managers(session):
                    raise LastManager(
                        "Somebody must be left who can let others in: name another manager first."
                    )
                if changed:
                    record(session, actor, self._clock(), _event(person, action, changed))
                return _member(person)
        except IntegrityError:
            raise Unfit("email", "Somebody on the list has this address already.") from None


def _managers(session: Session) -> tuple[int, ...]:
    """Return the active managers, locked: of two who would each leave the other as the last, one waits."""
    query = (
        select(Person.id).where(col(Person.role) == "manager", col(Person.active)).order_by(col(Person.id))
    )
    return tuple(found or 0 for found in session.exec(query.with_for_update()))


def _person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NoSuchPerson("There is nobody like that on the list.")
    return person


def _event(person: Person, action: str, changed: tuple[str, ...]) -> Event:
    # Names and addresses may have to be forgotten one day; the chain never forgets. So it holds neither.
    kept = {"role": person.role, "authority": person.authority, "active": person.active}
    return Event("people", action, f"person {person.id}", {**kept, "changed": sorted(changed)})


def _member(person: Person) -> StaffMember:
    return StaffMember(
        person.id or 0,
        person.name,
        person.email,
        person.role,
        person.authority,
        person.team,
        person.active,
    )
