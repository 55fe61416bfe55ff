"""The finder's stored index: what is kept between starts, and what two servers make of one database."""

import time
from pathlib import Path
from unittest.mock import patch

import pytest
from builders import SMALL_LIBRARY, write_pages

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.library import heads
from kb.search import SearchIndex
from kb.settings import Settings

CHANGED = "playbooks/late-delivery.md"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path / "data", content=write_pages(tmp_path / "content", SMALL_LIBRARY), demonstration="off"
    )


def slugs(app: App, query: str) -> list[str]:
    return [hit.slug for hit in app.search.search(OPERATOR, query, correct=False).hits]


def change(app: App, folder: Path, word: str) -> None:
    pages = {CHANGED: SMALL_LIBRARY[CHANGED] + f"\nLook for the {word}.\n"}
    app.library.import_folder(OPERATOR, write_pages(folder, pages))


def test_a_second_start_parses_and_indexes_nothing_anew(settings: Settings) -> None:
    open_app(settings).close()
    with (
        patch.object(heads, "read_page", side_effect=AssertionError("parsed again")),
        patch.object(SearchIndex, "build", side_effect=AssertionError("built again")),
        patch.object(SearchIndex, "update", side_effect=AssertionError("indexed again")),
    ):
        app = open_app(settings)
        assert "late-delivery" in slugs(app, "delivery")
        app.close()


def test_a_page_changed_by_somebody_else_meanwhile_is_read_again(settings: Settings, tmp_path: Path) -> None:
    open_app(settings).close()
    kept = (settings.data / "search.index").read_bytes()
    app = open_app(settings)
    change(app, tmp_path / "new", "wardrobe")
    app.close()
    (settings.data / "search.index").write_bytes(kept)
    app = open_app(settings)
    assert slugs(app, "wardrobe") == ["late-delivery"]
    app.close()


@pytest.mark.parametrize(
    ("name", "damage"),
    [("search.index", "bits"), ("search.index", "folder"), ("pages.parsed", "cut"), ("pages.parsed", "gone")],
)
def test_a_damaged_file_is_made_again(settings: Settings, name: str, damage: str) -> None:
    app = open_app(settings)
    before = slugs(app, "delivery")
    app.close()
    file = settings.data / name
    data = file.read_bytes()
    file.unlink()
    if damage == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif damage == "bits":
        file.write_bytes(data[:500] + b"\xff" * 100 + data[600:])
    elif damage == "folder":
        file.mkdir()
    app = open_app(settings)
    assert slugs(app, "delivery") == before
    app.close()


def test_two_servers_on_one_database_agree_within_two_seconds(settings: Settings, tmp_path: Path) -> None:
    one, other = open_app(settings), open_app(settings)
    assert slugs(other, "wardrobe") == []
    change(one, tmp_path / "new", "wardrobe")
    deadline = time.monotonic() + 2
    while not (found := slugs(other, "wardrobe")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == ["late-delivery"]
    one.close()
    other.close()
