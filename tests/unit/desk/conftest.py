from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_pages import Clock, open_desk

from kb.app import App


@pytest.fixture
def clock() -> Clock:
    """A clock that a test may set."""
    return Clock()


@pytest.fixture
def desk_app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    """An app whose policies have budgets and facts from the ledger."""
    app = open_desk(tmp_path, clock)
    yield app
    app.close()
