"""Examples in the docstrings of the knowledge base and the screens' parts are executed."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import kb
import pages


def names() -> Iterator[str]:
    yield from (module.name for module in pkgutil.walk_packages(kb.__path__, "kb."))
    for room in pkgutil.iter_modules(pages.__path__, "pages."):
        if room.ispkg:  # the scripts beside the rooms are run by Streamlit alone
            path = importlib.import_module(room.name).__path__
            yield from (module.name for module in pkgutil.walk_packages(path, f"{room.name}."))


@pytest.mark.parametrize("name", [name for name in names() if ".migrations" not in name])
def test_what_a_docstring_shows_is_what_happens(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
