import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import POLICY, SMALL_LIBRARY, a_page, write_pages

from kb.access import OPERATOR, Actor
from kb.app import App, open_app
from kb.library import NotFound, Shelves
from kb.settings import Settings
from kb.storage import Database


@pytest.fixture
def other(app: App, small_settings: Settings) -> Iterator[App]:
    """Another process on the same database, as far as the first can tell."""
    opened = open_app(small_settings)
    yield opened
    opened.close()


def test_what_another_process_imports_is_read_found_and_decided_by_within_seconds(
    app: App, agent: Actor, other: App, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        app.library.article(agent, "lost-keys")
    assert app.desk.decide(agent, "late_delivery", {"days_late": "2"}).verdicts
    more = a_page("Ask the caretaker about the zebra.\n", kind="playbook", title="Lost keys")
    generous = POLICY.replace("min(10, 2 x Days late)", "min(25, 9 x Days late)")
    pages = {"playbooks/lost-keys.md": more, "policies/late-delivery-policy.md": generous}
    other.library.import_folder(OPERATOR, write_pages(tmp_path / "more", pages))
    time.sleep(1.1)
    assert app.search.search(agent, "zebra").hits[0].slug == "lost-keys"
    assert "Lost keys" in {entry.title for entry in app.search.titles(agent)}
    assert app.library.article(agent, "lost-keys").title == "Lost keys"
    limits = {v["remedy"]: v["limit"] for v in _remedies(app, agent)}
    assert limits["goodwill_credit"] == "18.00"


def _remedies(app: App, agent: Actor) -> list[dict[str, object]]:
    decision = app.desk.decide(agent, "late_delivery", {"days_late": "2", "order_value": "30"}).as_json()
    return decision["remedies"]  # type: ignore[return-value]


def test_what_this_process_imports_is_there_at_once(app: App, manager: Actor, tmp_path: Path) -> None:
    app.library.import_folder(manager, write_pages(tmp_path / "more", {"zebra.md": a_page("A zebra.\n")}))
    assert app.search.search(manager, "zebra").hits[0].slug == "zebra"
    assert "zebra" in {card.slug for card in app.library.browse(manager).articles}


def test_the_database_is_asked_at_most_once_a_second(app: App) -> None:
    now = [100.0]
    shelves = Shelves(app._database, monotonic=lambda: now[0])
    told: list[int] = []
    shelves.follow(lambda change: told.append(len(change.pages)))
    first = shelves.catalogue()
    now[0] += 0.9
    assert shelves.catalogue() is first
    now[0] += 0.2
    assert shelves.catalogue() is first, "nothing moved, so nothing is read"
    assert told == [len(SMALL_LIBRARY)]


def test_only_what_changed_is_read_again(app: App, manager: Actor, tmp_path: Path) -> None:
    shelves = Shelves(app._database)
    shelves.catalogue()
    told: list[list[str]] = []
    shelves.follow(lambda change: told.append([page.source.slug for page in change.pages]))
    root = write_pages(
        tmp_path / "more", {"why.md": a_page(kind="philosophy", slug="why"), "new.md": a_page()}
    )
    app.library.import_folder(manager, root)
    shelves.refresh()
    assert told == [["new", "why"]]


def test_many_readers_and_a_writer_disturb_nobody(
    app: App, agent: Actor, manager: Actor, tmp_path: Path
) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                assert app.library.article(agent, "on-time").slug == "on-time"
                assert app.search.search(agent, "late").hits
                assert app.library.browse(agent).articles
                assert app.desk.complaints(agent)
        except BaseException as error:  # noqa: BLE001 -- it is reported below, in the thread that counts
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for n in range(12):
        pages = {
            f"p{n}.md": a_page(f"Number {n}.\n"),
            "on-time.md": a_page(f"Now {n}.\n", kind="standard", slug="on-time"),
        }
        app.library.import_folder(manager, write_pages(tmp_path / f"m{n}", pages))
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert app.library.article(agent, "on-time").revision == 13


def test_a_database_with_no_articles_gives_an_empty_catalogue(data_dir: Path) -> None:
    database = Database(f"sqlite:///{data_dir / 'x.db'}")
    database.migrate()
    assert dict(Shelves(database).catalogue().entries) == {}
    assert Shelves(database).read("x") is None
    database.close()
