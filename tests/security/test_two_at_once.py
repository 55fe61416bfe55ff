"""Processes that start, import or die at the same moment: nobody finds half a library."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from builders import SMALL_LIBRARY, a_page, write_pages
from sqlmodel import func, select

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.model import Article, LoadProblem, Person, Revision, Tag
from kb.settings import Settings

ROOT = Path(__file__).parents[2]
OPEN = (
    "from kb.app import open_app; from kb.settings import Settings; from kb.access import OPERATOR\n"
    "app = open_app(Settings()); print(len(app.library.browse(OPERATOR).articles)); app.close()\n"
)
IMPORT = (
    "import sys; from pathlib import Path\n"
    "from kb.app import open_app; from kb.settings import Settings; from kb.access import OPERATOR\n"
    "app = open_app(Settings()); print('open', flush=True)\n"
    "print(len(app.library.import_folder(OPERATOR, Path(sys.argv[1])).created))\n"
)


def start(script: str, settings: Settings, *words: str) -> subprocess.Popen[str]:
    env = os.environ | {
        "CAREBOOK_DATA": str(settings.data),
        "CAREBOOK_CONTENT": str(settings.content),
        "CAREBOOK_DATABASE_URL": "",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        env=env, cwd=settings.data.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def counts(app: App) -> dict[str, int]:
    with app._database.read() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in (Article, Revision, Tag, Person, LoadProblem)
        }


def expect_one_small_library(app: App) -> None:
    found = counts(app)
    assert (found["Article"], found["Revision"], found["Person"]) == (
        len(SMALL_LIBRARY),
        len(SMALL_LIBRARY),
        4,
    )


def test_four_processes_that_open_a_fresh_folder_at_once_load_it_once(small_settings: Settings) -> None:
    started = [start(OPEN, small_settings) for _ in range(4)]
    for process in started:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out.strip()) == (0, str(len(SMALL_LIBRARY))), err
    app = open_app(small_settings)
    expect_one_small_library(app)
    app.close()


def test_eight_threads_that_open_a_fresh_folder_at_once_load_it_once(small_settings: Settings) -> None:
    apps: list[App] = []
    failures: list[BaseException] = []

    def begin() -> None:
        try:
            apps.append(open_app(small_settings))
        except BaseException as error:  # noqa: BLE001 -- it is reported below, in the thread that counts
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    expect_one_small_library(apps[0])
    for app in apps:
        app.close()


def test_two_imports_of_one_folder_at_once_make_one_revision_each(
    small_settings: Settings, tmp_path: Path
) -> None:
    open_app(small_settings).close()
    root = write_pages(tmp_path / "more", {f"p{n}.md": a_page(f"{n}\n") for n in range(40)})
    started = [start(IMPORT, small_settings, str(root)) for _ in range(2)]
    created = []
    for process in started:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        created.append(int(out.split()[-1]))
    assert sorted(created) == [0, 40]
    app = open_app(small_settings)
    assert counts(app)["Revision"] == len(SMALL_LIBRARY) + 40
    app.close()


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_an_import_killed_at_any_moment_leaves_everything_or_nothing(
    small_settings: Settings, tmp_path: Path, after: float
) -> None:
    open_app(small_settings).close()
    many = {f"p{n}.md": a_page("words " * 200, tags="[new]") for n in range(300)}
    root = write_pages(tmp_path / "many", many | {"bad.md": a_page(kind="blog")})
    process = start(IMPORT, small_settings, str(root))
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    app = open_app(small_settings)
    found = counts(app)
    new = found["Article"] - len(SMALL_LIBRARY)
    assert new in (0, 300)
    assert found["Revision"] == found["Article"]
    assert found["LoadProblem"] == (1 if new else 0)
    assert len(app.library.browse(OPERATOR, tag="new").articles) == new
    report = app.library.import_folder(OPERATOR, root)
    assert (len(report.created), len(report.unchanged)) == (300 - new, new)
    app.close()


def test_an_import_killed_when_all_but_its_end_is_written_leaves_nothing(
    small_settings: Settings, tmp_path: Path
) -> None:
    open_app(small_settings).close()
    root = write_pages(tmp_path / "many", {f"p{n}.md": a_page() for n in range(20)})
    killing = (
        "import os, signal\nfrom kb.library.exchanging import importing\n"
        "importing.record = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = start(killing + IMPORT, small_settings, str(root))
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    app = open_app(small_settings)
    expect_one_small_library(app)
    assert len(app.library.import_folder(OPERATOR, root).created) == 20
    app.close()


def test_a_first_start_killed_in_the_middle_can_be_made_again(small_settings: Settings) -> None:
    for after in (0.3, 0.6, 0.9, 1.2):
        process = start(OPEN, small_settings)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    app = open_app(small_settings)
    expect_one_small_library(app)
    app.close()
