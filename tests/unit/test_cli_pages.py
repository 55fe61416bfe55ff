"""`carebook import`, `render`, `search` and `serve`, run as other programs run them."""

import json
from pathlib import Path

import pytest
from command import carebook

DAMAGED = """---
kind: playbook
title: Arrived damaged
owner: Returns lead
---
# Arrived damaged

## Ask for a photo
A picture of the box tells the carrier what happened.
"""
REFUSED = """---
title: What is this
kind: poem
---
# What is this
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    root = tmp_path / "pages"
    (root / "playbooks").mkdir(parents=True)
    (root / "playbooks" / "damaged.md").write_text(DAMAGED, "utf-8")
    (root / "playbooks" / "late.md").write_text("# Late delivery\n\nWhere is my parcel?\n", "utf-8")
    return root


def test_a_folder_is_searched_without_a_database_and_opens_at_the_heading(
    pages: Path, tmp_path: Path
) -> None:
    done = carebook(
        "search", "ask fro a foto", "--folder", str(pages), "--json", CAREBOOK_DATA=str(tmp_path / "var")
    )
    assert done.returncode == 0, done.stderr
    hits = json.loads(done.stdout)
    assert list(hits[0]) == ["slug", "title", "heading", "anchor", "score", "snippet"]
    assert (hits[0]["slug"], hits[0]["heading"], hits[0]["anchor"]) == (
        "damaged",
        "Ask for a photo",
        "ask-for-a-photo",
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    "table",
    [
        "late delivry\ndammaged\n",
        "qid\tquery\ttarget\n1\tlate delivry\tx\n2\tdammaged\ty\n",
        "1\tlate delivry\n2\tdammaged\n",
    ],
)
def test_each_query_of_a_file_gets_a_line_in_order(pages: Path, tmp_path: Path, table: str) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text(table, "utf-8")
    done = carebook("search", "--folder", str(pages), "--queries", str(queries), "--json")
    found = [json.loads(line)[0]["slug"] for line in done.stdout.splitlines()]
    assert found == ["late", "damaged"]


def test_an_import_takes_the_good_pages_and_names_the_bad_one_by_file_and_line(
    pages: Path, tmp_path: Path
) -> None:
    (pages / "poem.md").write_text(REFUSED, "utf-8")
    env = {"CAREBOOK_DATA": str(tmp_path / "var"), "CAREBOOK_CONTENT": str(tmp_path / "starter")}
    (tmp_path / "starter").mkdir()
    (tmp_path / "starter" / "care.md").write_text(
        "---\nkind: philosophy\ntitle: Care\n---\n# Care\n", "utf-8"
    )
    done = carebook("import", str(pages), "--json", **env)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["created"] == ["damaged"]
    refused = {
        problem["path"]: problem["line"] for problem in report["problems"] if problem["severity"] == "error"
    }
    assert refused[(pages / "poem.md").as_posix()] == 3
    found = carebook("search", "dammaged", "--json", **env)
    assert json.loads(found.stdout)[0]["slug"] == "damaged"
    again = json.loads(carebook("import", str(pages), "--json", **env).stdout)
    assert (again["created"], again["unchanged"]) == ([], ["damaged"])


def test_render_writes_safe_html(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Hi\n\n<script>alert(1)</script> [x](javascript:alert(1)) [y](other.md#z)\n", "utf-8")
    done = carebook("render", str(page))
    html = done.stdout.decode()
    assert done.returncode == 0
    assert '<h1 id="hi">Hi</h1>' in html
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert 'href="other.md#z"' in html


def test_the_demonstration_is_not_served_to_other_machines() -> None:
    done = carebook("serve", "--address", "0.0.0.0", CAREBOOK_DEMONSTRATION="loopback")  # noqa: S104 - refused
    assert done.returncode == 2
    assert b"open-demonstration" in done.stderr
