"""An import or an export that is killed at any moment leaves nothing half done, and can be run again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import a_page, write_pages
from exchange_trees import contents, picture
from sqlmodel import func, select

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.library.exchanging import writing
from kb.model import Article, Attachment, AuditEvent, LoadProblem, Revision, Tag
from kb.settings import Settings

PAGES = 150
ROOT = Path(__file__).resolve().parents[2]
TABLES = (Article, Revision, Tag, Attachment, LoadProblem, AuditEvent)


def begin(words: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", "from kb.cli import main; main()", *words]
    return subprocess.Popen(
        command,
        env=os.environ | env | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def killed(words: list[str], env: dict[str, str], after: float) -> bool:
    """Run the command and kill it `after` seconds; say whether it had come to its end before."""
    process = begin(words, env)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait() == 0


def counts(app: App) -> dict[str, int]:
    with app._database.read() as session:
        return {t.__tablename__: session.exec(select(func.count()).select_from(t)).one() for t in TABLES}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    tree: dict[str, str | bytes] = {
        f"team/page-{n}.md": a_page(f"Words of {n}.\n" * 40, tags="[a, b]") for n in range(PAGES)
    }
    tree |= {f"img/{n}.png": picture(colour=(n, 0, 0)) for n in range(10)} | {"bad.md": a_page(kind="poem")}
    return write_pages(tmp_path / "src", tree)


def test_an_import_killed_at_any_moment_leaves_nothing_and_can_be_run_again(
    any_url: str, tmp_path: Path, content_dir: Path, source: Path
) -> None:
    settings = Settings(data=tmp_path / "data", content=content_dir, database_url=any_url)
    app = open_app(settings, ready=False)
    before = counts(app)
    env = {"CAREBOOK_DATA": str(tmp_path / "data"), "CAREBOOK_DATABASE_URL": any_url}
    env |= {"CAREBOOK_CONTENT": str(content_dir)}
    began = time.monotonic()
    assert begin(["import", str(source), "--dry-run"], env).wait() == 1, "one page is refused"
    whole = time.monotonic() - began
    assert counts(app) == before
    seeded = random.Random(7)  # noqa: S311 -- moments, not secrets
    for _ in range(int(os.environ.get("CAREBOOK_KILLS", "2"))):
        killed(["import", str(source)], env, seeded.uniform(0.5, 0.95) * whole)
        now = counts(app)
        assert now["article"] in (before["article"], before["article"] + PAGES), "all of it or nothing"
        assert (now["article"] == before["article"]) == (now == before)
    assert begin(["import", str(source)], env).wait() == 1
    after = counts(app)
    assert after["article"] == after["revision"] == before["article"] + PAGES
    assert after["attachment"] == 10
    assert app.audit.verify(OPERATOR).problems == ()
    app.close()


def test_an_export_killed_at_any_moment_is_there_whole_or_not_at_all(
    tmp_path: Path, content_dir: Path, source: Path
) -> None:
    settings = Settings(data=tmp_path / "data", content=content_dir, database_url=None)
    app = open_app(settings, ready=False)
    app.exchange.import_from(OPERATOR, source)
    app.exchange.export_to(OPERATOR, tmp_path / "whole")
    wanted = contents(tmp_path / "whole")
    env = {"CAREBOOK_DATA": str(tmp_path / "data"), "CAREBOOK_CONTENT": str(content_dir)}
    began = time.monotonic()
    assert begin(["export", str(tmp_path / "first")], env).wait() == 0
    whole = time.monotonic() - began
    seeded = random.Random(8)  # noqa: S311 -- moments, not secrets
    for n in range(2):
        target = tmp_path / (f"out-{n}.zip" if n % 2 else f"out-{n}")
        killed(["export", str(target)], env, seeded.uniform(0.6, 1.0) * whole)
        if target.is_dir():
            assert contents(target) == wanted
        app.exchange.export_to(OPERATOR, target)
        if n % 2 == 0:
            assert contents(target) == wanted
    app.close()


def test_an_export_over_an_older_one_that_was_killed_halfway_goes_on(
    app: App, tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    app.exchange.import_from(OPERATOR, source)
    put, left = writing._replace, [40]

    def dying(*what: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        put(*what)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_replace", dying)
        with pytest.raises(KeyboardInterrupt):
            app.exchange.export_to(OPERATOR, tmp_path / "out")
    app.exchange.export_to(OPERATOR, tmp_path / "out")
    app.exchange.export_to(OPERATOR, tmp_path / "clean")
    assert contents(tmp_path / "out") == contents(tmp_path / "clean")
