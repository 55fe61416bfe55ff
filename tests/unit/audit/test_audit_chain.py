import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from kb.access import OPERATOR, Action, Actor
from kb.audit import AuditTrail, Event, feed, record
from kb.model import AuditEvent, AuditHead
from kb.storage import Database

AT = datetime(2026, 3, 14, 9, 30, 0, 123456, tzinfo=UTC)


class OpenGate:
    def admit(self, actor: Actor, _action: Action) -> Actor:
        return actor


def verify(database: Database, head: str | None = None) -> tuple[str, ...]:
    return AuditTrail(database, OpenGate()).verify(OPERATOR, head).problems


def write(database: Database, count: int, topic: str = "library") -> None:
    events = [Event(topic, "publish", f"page-{n}", {"n": n, "ß": "ü"}) for n in range(count)]  # type: ignore[arg-type]
    with database.write() as session:
        record(session, OPERATOR, AT, *events)


def past_the_triggers(database: Database, *statements: str) -> None:
    with database.write() as session:
        if session.get_bind().dialect.name == "sqlite":
            for name in session.execute(
                text("SELECT name FROM sqlite_master WHERE type='trigger'")
            ).scalars():
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
        for statement in statements:
            session.execute(text(statement))


def test_a_chain_that_nobody_touched_is_whole(any_database: Database) -> None:
    assert verify(any_database) == ()
    write(any_database, 3)
    write(any_database, 2, "desk")
    assert verify(any_database) == ()
    with any_database.read() as session:
        assert [event.seq for event in session.exec(select(AuditEvent))] == [1, 2, 3, 4, 5]
        assert (feed(session, "library"), feed(session, "desk"), feed(session, "people")) == (3, 5, 0)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        (["UPDATE audit_event SET actor = 'Somebody else' WHERE seq = 2"], "event 2 was changed"),
        (["UPDATE audit_event SET detail = '{}' WHERE seq = 5"], "event 5 was changed"),
        (["DELETE FROM audit_event WHERE seq = 3"], "event 3 is missing"),
        (["DELETE FROM audit_event WHERE seq = 5"], "ends at event 4"),
        (["DELETE FROM audit_event"], "ends at event 0"),
        (
            [
                "UPDATE audit_event SET seq = 99 WHERE seq = 2",
                "UPDATE audit_event SET seq = 2 WHERE seq = 3",
                "UPDATE audit_event SET seq = 3 WHERE seq = 99",
            ],
            "event 2 does not follow",
        ),
        (["DELETE FROM audit_head"], "end of the chain is not recorded"),
    ],
)
def test_what_was_changed_deleted_or_moved_is_found(
    any_database: Database, tampering: list[str], said: str
) -> None:
    write(any_database, 5)
    past_the_triggers(any_database, *tampering)
    assert any(said in problem for problem in verify(any_database)), verify(any_database)


def test_a_chain_written_anew_does_not_pass_through_a_hash_noted_down(any_database: Database) -> None:
    write(any_database, 3)
    with any_database.read() as session:
        noted = session.exec(select(AuditHead)).one().hash
    write(any_database, 1)
    assert verify(any_database, noted) == ()
    past_the_triggers(any_database, "DELETE FROM audit_event", "UPDATE audit_head SET seq = 0, hash = ''")
    write(any_database, 4, "desk")
    assert verify(any_database) == ()
    assert "noted down" in verify(any_database, noted)[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'X' WHERE seq = 1",
        "DELETE FROM audit_event WHERE seq = 2",
        (
            "INSERT INTO audit_event SELECT seq + 7, at, actor_id, actor, topic, action, thing, detail,"
            " prev, hash FROM audit_event WHERE seq = 1"
        ),
    ],
)
def test_the_tables_themselves_refuse_to_change_the_chain(any_database: Database, statement: str) -> None:
    write(any_database, 2)
    with pytest.raises(DBAPIError), any_database.write() as session:
        session.execute(text(statement))
    assert verify(any_database) == ()


def test_replacing_an_event_is_refused_as_well(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/x.db")
    database.migrate()
    write(database, 2)
    with pytest.raises(DBAPIError), database.write() as session:
        session.execute(text("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 1"))
    database.close()


def test_what_is_rolled_back_leaves_no_event(any_database: Database) -> None:
    def fail() -> None:
        with any_database.write() as session:
            record(session, OPERATOR, AT, Event("people", "add", "somebody"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    assert verify(any_database) == ()
    with any_database.read() as session:
        assert feed(session, "people") == 0


def test_racing_writers_all_get_into_the_chain(any_database: Database) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                write(any_database, 2)
        except BaseException as error:  # noqa: BLE001 -- it is reported below, in the thread that counts
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert verify(any_database) == ()
    with any_database.read() as session:
        assert feed(session, "library") == 120


def test_an_event_reads_as_it_was_written(any_database: Database) -> None:
    write(any_database, 2)
    newest, oldest = AuditTrail(any_database, OpenGate()).events(OPERATOR)
    assert (newest.seq, oldest.seq) == (2, 1)
    assert newest.at == AT
    assert newest.detail == '{"n":1,"ß":"ü"}'
    assert AuditTrail(any_database, OpenGate()).events(OPERATOR, thing="page-0") == (oldest,)


def test_session_is_only_flushed_never_committed(any_database: Database) -> None:
    with any_database.write() as session:
        assert isinstance(session, Session)
        record(session, OPERATOR, AT)
        record(session, OPERATOR, AT, Event("library", "publish", "x"))
        assert session.in_transaction()
