import ast
from pathlib import Path

import pytest
from pydantic import ValidationError

import kb
from kb.settings import Settings

ROOM = Path(kb.__file__).parent


def test_every_setting_has_a_default_that_works_beside_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "DATABASE_URL", "CONTENT", "DEMONSTRATION"):
        monkeypatch.delenv(f"CAREBOOK_{name}", raising=False)
    settings = Settings()
    assert settings.data == ROOM.parent / "var"
    assert settings.content == ROOM.parent / "content"
    assert settings.url == f"sqlite:///{ROOM.parent / 'var' / 'carebook.db'}"
    assert settings.demonstration == "loopback"


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREBOOK_DATA", "~/books")
    monkeypatch.setenv("CAREBOOK_DATABASE_URL", "postgresql+psycopg://db/care")
    monkeypatch.setenv("CAREBOOK_DEMONSTRATION", "off")
    settings = Settings()
    assert settings.data == Path.home() / "books"
    assert settings.url == "postgresql+psycopg://db/care"
    assert settings.demonstration == "off"


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREBOOK_DATABASE_URL", "")
    assert Settings().url.startswith("sqlite:")


def test_a_setting_that_means_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREBOOK_DEMONSTRATION", "perhaps")
    with pytest.raises(ValidationError, match="demonstration"):
        Settings()


def test_no_other_module_of_the_knowledge_base_reads_the_environment() -> None:
    for module in ROOM.rglob("*.py"):
        names = {
            node.attr
            for node in ast.walk(ast.parse(module.read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }
        # `serve` hands its settings on to the server that it becomes.
        assert module.name in ("settings.py", "serve.py") or not names & {"environ", "getenv"}, module


def test_how_many_must_approve_is_written_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().approvers == {"policy": 2}
    monkeypatch.setenv("CAREBOOK_APPROVERS", "policy = 3, Standard=2")
    monkeypatch.setenv("CAREBOOK_SELF_APPROVAL", "1")
    assert (Settings().approvers, Settings().self_approval) == ({"policy": 3, "standard": 2}, True)


@pytest.mark.parametrize("written", ["policy", "policy=0", "policy=ten", "blog=1", "policy=1=2"])
def test_a_number_of_approvers_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("CAREBOOK_APPROVERS", written)
    with pytest.raises(ValidationError):
        Settings()
