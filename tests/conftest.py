"""What all tests share: a data folder, a small open app, a clock that stands still, a browser or a reason."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import NOW, SMALL_LIBRARY, write_pages
from hypothesis import HealthCheck, settings

from kb.access import Actor
from kb.app import App, open_app
from kb.settings import Settings

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

settings.register_profile("here", deadline=None)
_SLOW = [HealthCheck.too_slow]  # the machines that check every change are slower than ours
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _chromium() -> str | None:
    named = os.environ.get("CAREBOOK_CHROMIUM")
    return named or next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser, and say so; where one is required, let them fail."""
    if _chromium() or os.environ.get("CAREBOOK_REQUIRE_BROWSER") == "1":
        return
    skip = pytest.mark.skip(reason="no Chromium found (install it, or name one in CAREBOOK_CHROMIUM)")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium to drive."""
    found = _chromium()
    if found is None:
        pytest.fail("no Chromium found, and CAREBOOK_REQUIRE_BROWSER=1 asks for one")
    return found


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A folder with a small library in it."""
    return write_pages(tmp_path / "content", SMALL_LIBRARY)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A folder for the database, not yet made."""
    return tmp_path / "data"


@pytest.fixture
def small_settings(data_dir: Path, content_dir: Path) -> Settings:
    """Settings for an app on the small library."""
    return Settings(data=data_dir, content=content_dir, database_url=None)


@pytest.fixture
def app(small_settings: Settings) -> Iterator[App]:
    """An app open on the small library, at half past nine on 14 March 2026."""
    opened = open_app(small_settings, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def agent(app: App) -> Actor:
    """Somebody at the desk."""
    return _person(app, "agent@carebook.invalid")


@pytest.fixture
def manager(app: App) -> Actor:
    """Somebody who may import."""
    return _person(app, "manager@carebook.invalid")


def _person(app: App, email: str) -> Actor:
    found = app.people.by_email(email)
    assert found is not None
    return found
