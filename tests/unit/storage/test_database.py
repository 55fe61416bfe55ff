import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from kb.model import Article, Person, Revision
from kb.storage import Database, StorageError

NOON = datetime(2026, 3, 14, 12, tzinfo=timezone(timedelta(hours=5)))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'x.db'}")
    opened.migrate()
    yield opened
    opened.close()


def an_article(slug: str = "a") -> Article:
    return Article(slug=slug, kind="help", title="A", path="a.md", verified_at=NOON)


def test_the_settings_that_hold_under_racing_writers_are_on(database: Database) -> None:
    with database.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_only_a_hasty_commit_does_not_wait_for_the_disk(any_database: Database, any_url: str) -> None:
    question, hasty, waits = "PRAGMA synchronous", 1, 2
    if any_url.startswith("postgresql"):
        question, hasty, waits = "SHOW synchronous_commit", "off", "on"  # type: ignore[assignment]
    for wanted in (False, True, True, False, True, False):
        with any_database.write(hasty=wanted) as session:
            assert session.execute(text(question)).scalar() == (hasty if wanted else waits)
        with any_database.read() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1


def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    with database.write() as session:
        session.add(an_article())
    with database.read() as session:
        assert session.exec(select(Article)).one().verified_at == NOON.astimezone(UTC)
        assert session.exec(select(Article)).one().verified_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    article = an_article()
    article.verified_at = datetime(2026, 3, 14)  # noqa: DTZ001 -- the mistake under test
    with pytest.raises(StatementError, match="zone"), database.write() as session:
        session.add(article)


def test_an_error_in_a_block_leaves_nothing(database: Database) -> None:
    def stop() -> None:
        with database.write() as session:
            session.add(an_article())
            session.flush()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        stop()
    with database.read() as session:
        assert session.exec(select(Article)).all() == []


@pytest.mark.parametrize("values", [{"kind": "blog"}, {"current": 0}])
def test_the_tables_themselves_refuse_what_no_article_can_be(
    database: Database, values: dict[str, object]
) -> None:
    article = an_article()
    for name, value in values.items():
        setattr(article, name, value)
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(article)


def test_an_article_with_revisions_cannot_be_deleted(database: Database) -> None:
    with database.write() as session:
        article = an_article()
        session.add(article)
        session.flush()
        session.add(Revision(article_id=article.id, number=1, body="x", sha256="0" * 64, author="A", at=NOON))
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("DELETE FROM article"))


def test_no_racing_writer_overwrites_what_another_has_read(database: Database) -> None:
    with database.write() as session:
        session.add(an_article())
    other = Database(database._url)
    failures: list[BaseException] = []

    def count_up(mine: Database) -> None:
        try:
            for _ in range(25):
                with mine.write() as session:
                    article = session.exec(select(Article)).one()
                    article.current += 1
        except BaseException as error:  # noqa: BLE001 -- it is reported below, in the thread that counts
            failures.append(error)

    threads = [
        threading.Thread(target=count_up, args=(mine,)) for mine in (database, other) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert not failures
    with database.read() as session:
        assert session.exec(select(Article)).one().current == 1 + 6 * 25


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(database: Database) -> None:
    with database.read() as reading:
        assert reading.exec(select(Person)).all() == []
        with database.write() as writing:
            writing.add(Person(name="A", email="a@b.invalid", role="agent"))
        assert reading.exec(select(Person)).all() == []
    with database.read() as reading:
        assert len(reading.exec(select(Person)).all()) == 1


@pytest.mark.parametrize("url", ["nonsense", "oracle9://x", "sqlite:////proc/nowhere/x.db"])
def test_an_address_that_cannot_be_used_is_a_clear_error(url: str) -> None:
    with pytest.raises(StorageError):
        Database(url).migrate()


def test_no_connection_is_left_open(tmp_path: Path) -> None:
    opened = Database(f"sqlite:///{tmp_path / 'x.db'}")
    opened.migrate()
    opened.close()
    with sqlite3.connect(tmp_path / "x.db") as alone:
        assert alone.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone() == ("exclusive",)
        alone.execute("BEGIN EXCLUSIVE")
    alone.close()
