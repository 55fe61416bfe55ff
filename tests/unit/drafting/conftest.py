"""Teams for the tests of changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_of_changes import Team, team_at


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A team on SQLite."""
    with team_at(tmp_path) as made:
        yield made


@pytest.fixture
def any_team(tmp_path: Path, any_url: str) -> Iterator[Team]:
    """A team, once on each sort of database."""
    with team_at(tmp_path, any_url) as made:
        yield made
