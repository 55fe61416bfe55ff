"""What all tests share: a data folder, a small open app, a clock that stands still, a browser or a reason."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import NOW, SMALL_LIBRARY, write_pages
from hypothesis import HealthCheck, settings
from postgres import new_database, running_server, server_programs

from kb.access import Actor
from kb.app import App, open_app
from kb.settings import Settings
from kb.storage import Database

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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, with `%s` for a database's name; skips where there is none."""
    programs = server_programs()
    if programs is None:
        if os.environ.get("CAREBOOK_REQUIRE_POSTGRES") == "1":
            pytest.fail("no PostgreSQL found, and CAREBOOK_REQUIRE_POSTGRES=1 asks for one")
        pytest.skip("no PostgreSQL found (install Debian's postgresql)")
    with running_server(programs) as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    with new_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database, once of each sort that Carebook runs on."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'any.db'}"


@pytest.fixture
def any_database(any_url: str) -> Iterator[Database]:
    """An open database with all tables, once of each sort that Carebook runs on."""
    database = Database(any_url)
    database.migrate()
    yield database
    database.close()


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
