"""Nothing of Carebook can be reached past its frame, not even on a server that has just started."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from screens import Visit
from streamlit.testing.v1 import AppTest

from pages.shell import frame

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_the_first_thing_that_a_script_does_is_to_ask_for_the_frame(script: Path) -> None:
    docstring, guard_import, guard, *rest = ast.parse(script.read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert ast.unparse(guard_import) == "from pages.shell.frame import ensure_frame"
    assert ast.unparse(guard) == "ensure_frame()"
    assert len(rest) == 2, "one import and one call; everything else lives in a sub-package"
    assert ast.unparse(rest[1]) == f"{script.stem}.show()"


def test_streamlit_passes_over_the_package_file_itself() -> None:
    body = ast.parse((ROOT / "pages" / "__init__.py").read_text("utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_every_script_is_a_screen_and_every_screen_a_script() -> None:
    assert {f"pages/{path.name}" for path in SCRIPTS} == {script for script, _, _ in frame.SCREENS}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_screen_asked_for_first_on_a_cold_server_comes_inside_the_frame(script: Path, visit: Visit) -> None:
    screen = visit(script.stem)
    assert "cb-ways" in screen.html
    assert "Demonstration" in screen.words


def test_without_its_guard_a_screen_would_run_outside_the_frame_yet_show_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "ensure_frame", lambda: None)
    visit()  # the library is open, so nothing else keeps the screen from showing it
    bare = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=30)
    bare.switch_page("pages/library.py").run()
    bodies = " ".join(block.proto.body for block in bare.get("html"))
    assert "cb-ways" not in bodies, "the screen was served past the entrypoint"
    assert "Nobody is signed in here" in bodies
    assert "cb-cards" not in bodies


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_refused_server_refuses_on_its_very_first_request_too(
    script: Path, visit: Visit, configure: Callable[[str, str], None]
) -> None:
    configure("server.address", "0.0.0.0")  # noqa: S104 -- the very thing that is refused
    screen = visit(script.stem, slug="why")
    assert "will not open here without sign-in" in screen.words
    assert "cb-ways" not in screen.html
    assert "People." not in screen.words
