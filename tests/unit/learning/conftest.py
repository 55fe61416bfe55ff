from collections.abc import Iterator
from pathlib import Path

import pytest
from lessons import School, lessons


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """An app with a path, a question and a page to acknowledge."""
    opened = School(tmp_path, lessons())
    yield opened
    opened.close()


@pytest.fixture
def any_school(tmp_path: Path, any_url: str) -> Iterator[School]:
    """The same, once on each sort of database."""
    opened = School(tmp_path, lessons(), any_url)
    yield opened
    opened.close()
