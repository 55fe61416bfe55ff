import json
from pathlib import Path

from builders import SMALL_LIBRARY, write_pages
from command import carebook


def test_pages_are_moved_merged_and_archived_from_the_command_line(tmp_path: Path) -> None:
    content = write_pages(tmp_path / "pages", SMALL_LIBRARY)
    env = {"CAREBOOK_DATA": str(tmp_path / "data"), "CAREBOOK_CONTENT": str(content)}
    dry = carebook("move", "on-time", "--to", "in-time", "--dry-run", "--json", **env)
    assert (dry.returncode, json.loads(dry.stdout)["done"]) == (0, False)
    moved = carebook("move", "on-time", "--to", "in-time", "--path", "standards/in-time.md", **env)
    assert moved.returncode == 0
    assert "late-delivery: 1 links rewritten" in moved.stdout.decode()
    taken = carebook("move", "why", "--to", "on-time", "--json", **env)
    assert (taken.returncode, json.loads(taken.stdout)["error"]["code"]) == (1, "not-moved")
    assert carebook("merge", "in-time", "why", "--json", **env).returncode == 0
    away = carebook("archive", "why", "--dry-run", "--json", **env)
    assert "late-delivery" in json.loads(away.stdout)["linked_from"]
    assert carebook("move", "why", **env).returncode == 2
