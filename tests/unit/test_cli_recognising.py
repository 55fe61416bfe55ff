import json
from pathlib import Path

from builders import SMALL_LIBRARY, write_pages
from typer.testing import CliRunner, Result

from kb.cli.root import app


def carebook(*words: str, **env: str) -> Result:
    """Run the command within this process: a start of its own costs a second each."""
    return CliRunner().invoke(app, words, env=env)


PAGE = """---
kind: policy
slug: vocabulary
---
## Complaint types
| Complaint type | Customer says | Playbook |
|---|---|---|
| Card lost | I lost my card; my card was stolen; cannot find my card | |
| Card declined | my card was declined; payment refused at the till; card not accepted | |
| Transfer late | my transfer has not arrived; where is my transfer; money not received yet | |
"""


def test_a_complaint_is_told_from_a_folder_of_pages(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "bank", {"v.md": PAGE})
    done = carebook("complaint", "--folder", str(folder), "--json", "someone", "has", "stolen", "my", "crad")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert answer["ranked"][0]["complaint"] == "card_lost"
    assert isinstance(answer["certain"], bool)


def test_cases_are_tried_and_a_bad_line_is_named(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "bank", {"v.md": PAGE})
    cases = tmp_path / "cases.tsv"
    cases.write_text(
        "where is my transfer\tTransfer late\ncard declined\tcard_declined\nno tab\nhello\tnone\n"
    )
    done = carebook("complaint", "--folder", str(folder), "--cases", str(cases), "--json")
    figures = json.loads(done.stdout)
    assert (figures["cases"], figures["top1"], figures["top3"], figures["none"]) == (2, 1.0, 1.0, 1)
    assert done.exit_code == 1
    assert ":3: bad-case" in done.stderr


def test_a_folder_without_a_vocabulary_is_refused_in_words(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "empty", {"a.md": "# A page\n"})
    done = carebook("complaint", "--folder", str(folder), "--json", "broken")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"]["code"]
    assert carebook("complaint").exit_code == 2


def test_why_a_hit_is_there_is_told_on_request(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", SMALL_LIBRARY)
    plain = json.loads(carebook("search", "--folder", str(folder), "--json", "trakcing").stdout)
    told = json.loads(carebook("search", "--folder", str(folder), "--json", "--explain", "trakcing").stdout)
    assert [{**hit} for hit in plain] == [{k: v for k, v in hit.items() if k != "why"} for hit in told]
    assert told[0]["why"]["words"][0]["matches"][0]["how"] == "correction"
    words = carebook("search", "--folder", str(folder), "--explain", "trakcing").stdout
    assert "correction tracking" in words


def test_gaps_are_listed_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    content = write_pages(tmp_path / "content", SMALL_LIBRARY)
    place = {"CAREBOOK_DATA": str(tmp_path / "data"), "CAREBOOK_CONTENT": str(content)}
    done = carebook("gaps", "--json", **place)
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert carebook("gaps", "--draft", "7", **place).exit_code == 1
