from pathlib import Path

import pytest

from kb.app import App, open_app
from kb.library import NoStarterPages
from kb.settings import Settings
from kb.storage import StorageError


def test_an_app_closed_and_opened_again_is_the_same(small_settings: Settings) -> None:
    first = open_app(small_settings)
    before = first.library.browse(first.people.everyone()[0])
    first.close()
    second = open_app(small_settings)
    assert second.library.browse(second.people.everyone()[0]) == before
    second.close()


def test_an_empty_library_without_starter_pages_says_what_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(NoStarterPages, match="CAREBOOK_CONTENT"):
        open_app(Settings(data=tmp_path / "d", content=tmp_path / "nowhere"))


def test_a_database_that_cannot_be_used_says_what_to_look_at(tmp_path: Path, content_dir: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(StorageError, match="CAREBOOK_DATA"):
        open_app(Settings(data=tmp_path / "file", content=content_dir))
    with pytest.raises(StorageError, match="CAREBOOK_DATABASE_URL"):
        open_app(Settings(data=tmp_path, content=content_dir, database_url="nonsense"))
    (tmp_path / "carebook.db").write_bytes(b"this is no database, it only looks like a file" * 100)
    with pytest.raises(StorageError, match="cannot be used"):
        open_app(Settings(data=tmp_path, content=content_dir))


def test_nothing_that_leaves_the_app_is_a_row_of_a_table(app: App) -> None:
    agent = app.people.everyone()[0]
    leaving = (
        agent, app.library.article(agent, "on-time"), *app.library.browse(agent).articles,
        *app.search.titles(agent), *app.desk.problems(agent),
    )  # fmt: skip
    for thing in leaving:
        assert not hasattr(thing, "metadata"), thing
        assert type(thing).__dataclass_params__.frozen  # type: ignore[attr-defined]
