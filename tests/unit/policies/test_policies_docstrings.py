"""Examples in docstrings are executed."""

import doctest
import importlib
import pkgutil

import pytest

import policies

NAMES = [module.name for module in pkgutil.walk_packages(policies.__path__, "policies.")]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_docstring_shows_is_what_happens(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
