import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import alembic.op
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from kb.model import metadata
from kb.storage import Database, StorageError
from kb.storage.engine import make_engine
from kb.storage.migrate import _SCRIPTS, migrate


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    return {name for (name,) in rows}


def test_the_migrations_make_exactly_the_tables_of_the_models(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    engine = make_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert found == []
    assert tables(tmp_path / "x.db") == {*metadata.tables, "alembic_version"}


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    database.migrate()
    database.migrate()
    database.close()


def test_an_error_in_a_migration_leaves_no_table_behind_and_it_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = alembic.op.create_table

    def fail_at_tags(name: str, *columns: object, **options: object) -> object:
        if name == "tag":
            raise RuntimeError("the power is gone")
        return made(name, *columns, **options)  # type: ignore[arg-type]

    url = f"sqlite:///{tmp_path / 'x.db'}"
    with monkeypatch.context() as patch:
        patch.setattr(alembic.op, "create_table", fail_at_tags)
        with pytest.raises(RuntimeError):
            migrate(url)
    assert tables(tmp_path / "x.db") == set()
    migrate(url)
    assert "tag" in tables(tmp_path / "x.db")


def test_a_process_killed_in_a_migration_leaves_no_table_behind(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, alembic.op as op\n"
        "made = op.create_table\n"
        "def killing(name, *c, **o):\n"
        "    if name == 'tag': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return made(name, *c, **o)\n"
        "op.create_table = killing\n"
        "from kb.storage.migrate import _SCRIPTS, migrate\n"
        "migrate(sys.argv[1])\n"
    )
    url = f"sqlite:///{tmp_path / 'x.db'}"
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", script, url], cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False
    )
    assert ended.returncode == -9
    assert tables(tmp_path / "x.db") == set()
    migrate(url)
    assert "tag" in tables(tmp_path / "x.db")


def test_a_database_of_a_newer_release_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    database.migrate()
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StorageError, match="newer release"):
        database.migrate()
    database.close()


def test_the_first_tables_can_be_taken_away_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    migrate(url)
    engine = make_engine(url, foreign_keys=False)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(_SCRIPTS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    engine.dispose()
    assert tables(tmp_path / "x.db") == {"alembic_version"}
