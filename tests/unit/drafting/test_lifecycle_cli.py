import json
from pathlib import Path

import pytest
from desk_of_changes import Team
from typer.testing import CliRunner

from kb.cli.root import app


@pytest.fixture
def command(team: Team, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CAREBOOK_DATA", str(team.app.settings.data))
    monkeypatch.setenv("CAREBOOK_CONTENT", str(team.app.settings.content))
    return CliRunner()


def test_the_history_of_a_page_is_printed_newest_first(team: Team, command: CliRunner) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    team.app.publishing.publish(team.max, draft.id, draft.version)
    said = command.invoke(app, ["history", "on-time", "--json"])
    revisions = json.loads(said.stdout)
    assert [(each["revision"], each["author"], each["live"]) for each in revisions] == [
        (2, "Ana", True),
        (1, "Carebook", False),
    ]
    assert revisions[0]["approved_by"] == ["Max"]
    plain = command.invoke(app, ["history", "on-time"]).stdout.splitlines()
    assert "Ana, approved by Max" in plain[0]
    gone = command.invoke(app, ["history", "nowhere", "--json"])
    assert (gone.exit_code, json.loads(gone.stdout)["error"]["code"]) == (1, "not-found")


def test_what_is_due_is_published_by_the_command_and_said(team: Team, command: CliRunner) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    team.app.publishing.publish(team.max, draft.id, draft.version, at=team.now[0].replace(hour=10))
    said = command.invoke(app, ["publish", "--due", "--json"])  # it has the clock of today
    assert (said.exit_code, [each["revision"] for each in json.loads(said.stdout)]) == (0, [2])
    assert "Ten days" in team.live("on-time")
    assert command.invoke(app, ["publish"]).exit_code == 2


def test_a_page_is_verified_and_pages_change_hands(team: Team, command: CliRunner, tmp_path: Path) -> None:
    said = json.loads(command.invoke(app, ["verify", "on-time", "--json"]).stdout)
    assert (said["slug"], said["revision"]) == ("on-time", 1)
    given = json.loads(command.invoke(app, ["reassign", "delivery lead", "Ben", "--json"]).stdout)
    assert given == {"pages": ["late-delivery-policy", "on-time"]}
    assert command.invoke(app, ["reassign", "Ben", " "]).exit_code == 1
    assert "owner: Ben\n" in team.live("on-time")
