"""Screens run by Streamlit's own tester, on a library of the test's choosing, opened in a fresh folder."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from screens import ROOT, Screen, Visit
from streamlit import config
from streamlit.testing.v1 import AppTest

from kb.library import LibraryError
from pages.shell import opening


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, data_dir: Path, content_dir: Path) -> Iterator[Visit]:
    """Open a screen in a new session of a freshly started server."""
    monkeypatch.setenv("CAREBOOK_DATA", str(data_dir))
    monkeypatch.setenv("CAREBOOK_CONTENT", str(content_dir))
    monkeypatch.delenv("CAREBOOK_DATABASE_URL", raising=False)
    monkeypatch.delenv("CAREBOOK_DEMONSTRATION", raising=False)
    monkeypatch.chdir(ROOT)

    def start(page: str = "", /, *, person: str = "", **address: str) -> Screen:
        tester = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
        if person:
            known = {actor.role: actor.id for actor in opening.opened().people.everyone()}
            tester.session_state["_carebook_person"] = known[person]
        return Screen(tester).go(page, **address)

    st.cache_resource.clear()
    yield start
    with suppress(LibraryError):  # where a test made it impossible to open, there is nothing to close
        opening.opened().close()
    st.cache_resource.clear()


@pytest.fixture
def configure() -> Iterator[Callable[[str, Any], None]]:
    """Set one of Streamlit's options for the length of a test."""
    before: dict[str, Any] = {}

    def set_to(key: str, value: Any) -> None:
        before.setdefault(key, config.get_option(key))
        config.set_option(key, value)

    yield set_to
    for key, value in before.items():
        config.set_option(key, value)
