"""A real server on a port of its own with a fresh data folder, and a real Chromium to look at it with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import FLAGS, serve

expect.set_options(timeout=20_000)  # a machine that checks changes may be busy with something else


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser for all tests; each page has a profile of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that tests share, on the starter library."""
    with serve(tmp_path_factory.mktemp("carebook")) as where:
        yield where


@pytest.fixture
def cold_address(tmp_path: Path) -> Iterator[str]:
    """The address of a server that nobody has visited yet."""
    with serve(tmp_path / "data") as where:
        yield where


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a browser window: width, height, colour scheme."""
    contexts = []

    def open_one(width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def asked_elsewhere() -> Callable[[Page, str], Any]:
    """Collect every request that a page sends to any other host than the server's."""

    @contextmanager
    def watching(page: Page, home: str) -> Iterator[list[str]]:
        away: list[str] = []
        local = (home, home.replace("http", "ws"), "data:", "blob:")
        page.on(
            "request", lambda request: None if request.url.startswith(local) else away.append(request.url)
        )
        yield away

    return watching
