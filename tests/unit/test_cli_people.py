"""`carebook people`, as an operator runs it on a fresh machine."""

import json
from pathlib import Path

import pytest
from builders import SMALL_LIBRARY, write_pages
from command import carebook
from typer.testing import CliRunner

from kb.cli.root import app

BYRON = (
    "people",
    "add",
    "Ada@example.org",
    "--name",
    "Ada Byron",
    "--role",
    "manager",
    "--authority",
    "lead",
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    settings = {
        "CAREBOOK_DATA": str(tmp_path / "data"),
        "CAREBOOK_CONTENT": str(write_pages(tmp_path / "content", SMALL_LIBRARY)),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CAREBOOK_DATABASE_URL", raising=False)
    return settings


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.output


def test_the_first_person_of_a_fresh_deployment_is_let_in_by_one_command(place: dict[str, str]) -> None:
    done = carebook(*BYRON, "--json", **place)
    assert done.returncode == 0, done.stderr
    added = json.loads(done.stdout)
    assert (added["email"], added["role"], added["authority"]) == ("ada@example.org", "manager", "lead")


def test_people_are_listed_changed_and_let_go(place: dict[str, str]) -> None:
    assert run(*BYRON)[0] == 0
    assert run("people", "change", "ada@example.org", "--team", "Early", "--authority", "")[0] == 0
    listed = json.loads(run("people", "list", "--json")[1])
    ada = next(person for person in listed if person["email"] == "ada@example.org")
    assert (ada["team"], ada["authority"], ada["active"]) == ("Early", None, True)
    assert run("people", "deactivate", "ADA@example.org") == (
        0, "ada@example.org  Ada Byron  manager  no authority  team Early  inactive\n",
    )  # fmt: skip
    assert "inactive" not in run("people", "reactivate", "ada@example.org")[1]


def test_what_cannot_be_is_said_and_exits_with_one(place: dict[str, str]) -> None:
    assert run("people", "deactivate", "manager@carebook.invalid")[0] == 1
    assert run("people", "change", "nobody@example.org", "--role", "lead")[0] == 1
    code, said = run("people", "add", "nonsense", "--json")
    assert (code, json.loads(said)["error"]["code"]) == (1, "not-done")
    assert run("people", "add")[0] == 2
