"""The laws of the house that no linter knows: what stands at the top, and who may import what."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from kb.cli.root import app
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "streamlit_app.py", "pages", "kb", "policies", "content", "tests",
    "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "uv.lock",
}  # fmt: skip
SQL_ROOMS = {"model", "storage", "library", "desk", "insight", "people.py", "staff.py", "audit"}


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout, so what belongs to the project cannot be told from what lies about")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP


def test_the_engine_imports_the_standard_library_and_markdown_it_alone() -> None:
    allowed = set(sys.stdlib_module_names) | {"policies", "markdown_it", "numpy"}
    for module in modules("policies"):
        assert imported(module) <= allowed, module


def test_the_engine_reads_no_clock_no_file_and_no_network() -> None:
    forbidden = {
        "os",
        "io",
        "pathlib",
        "socket",
        "time",
        "random",
        "sqlite3",
        "urllib",
        "subprocess",
        "secrets",
    }
    for module in modules("policies"):
        assert not imported(module) & forbidden, module
        text = module.read_text("utf-8")
        assert not re.search(r"\b(?:date\.today|datetime\.now|datetime\.utcnow)\(|(?<![\w.])open\(", text), (
            module
        )


def test_streamlit_lives_in_pages_alone() -> None:
    for module in modules("kb", "policies"):
        assert "streamlit" not in imported(module), module


def test_only_search_imports_rapidfuzz() -> None:
    for module in modules("kb", "pages", "policies"):
        if module.parent != ROOT / "kb" / "search":
            assert "rapidfuzz" not in imported(module), module


def test_only_storage_and_use_cases_import_sqlmodel() -> None:
    for module in modules("kb", "pages", "policies"):
        room = module.relative_to(ROOT / "kb").parts[0] if module.is_relative_to(ROOT / "kb") else ""
        if room not in SQL_ROOMS:
            assert not imported(module) & {"sqlmodel", "sqlalchemy"}, module


def test_no_module_is_named_for_a_drawer_of_odds_and_ends() -> None:
    odd = re.compile(r"(utils?|helpers?|common|manager|misc)(\.py)?$")
    for module in modules("kb", "pages", "policies"):
        assert not odd.search(module.name), module
        assert not odd.search(module.parent.name), module


def test_every_module_says_what_it_is_for() -> None:
    for module in (*modules("kb", "pages", "policies"), ROOT / "streamlit_app.py"):
        assert ast.get_docstring(ast.parse(module.read_text("utf-8"))), module


def test_the_readme_names_every_command_and_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in _commands(get_command(app), "carebook"):
        assert f"`{name}" in readme, name
    for setting in Settings.model_fields:
        assert f"`CAREBOOK_{setting.upper()}`" in readme, setting


def _commands(command: object, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        yield name
    for key, sub in (inner or {}).items():
        yield from _commands(sub, f"{name} {key}")
