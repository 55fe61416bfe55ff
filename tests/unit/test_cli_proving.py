"""`carebook policy check`, `diff`, `explain`, `examples`, `coverage` and `facts`, as programs call them."""

import json
from pathlib import Path

import pytest
from builders import write_pages
from command import carebook

VOCABULARY = """---
kind: policy
slug: vocabulary
currency: GBP
---
# Vocabulary

## Facts
| Fact | Type | Unit | Values | Ask | From | Changeable |
|---|---|---|---|---|---|---|
| Days late | number | days | 0..60 | How late is it? | order | no |
| Photo | yes/no | | | Could you send a picture? | asked | yes |

## Remedies
| Remedy | Kind | Measured in | Say |
|---|---|---|---|
| Credit | goodwill | money | Here is a little something. |

## Authority
| Role | Who |
|---|---|
| agent | the desk |
| lead | team leads |
"""
POLICY = """---
kind: policy
complaint: late
---
# Late

## Rules
| Rule | Days late | Photo | Remedy | Effect | Who | Up to |
|---|---|---|---|---|---|---|
| R1 | <= 10 | | Credit | may | agent | 5 |
| R2 | > 10 | yes | Credit | may | agent | 20 |
| R3 | > 10 | | Credit | may | lead | 20 |

## Worked examples
| Example | Days late | Photo | Role | Remedy | Expect | Rule |
|---|---|---|---|---|---|---|
| a week | 7 | no | agent | Credit | may 5.00 | R1 |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "old", {"vocabulary.md": VOCABULARY, "late.md": POLICY})


def test_check_proves_a_gap_and_gives_a_case_that_decide_confirms(tmp_path: Path) -> None:
    gap = "\n".join(line for line in POLICY.splitlines() if not line.startswith("| R3"))
    folder = write_pages(tmp_path / "gap", {"vocabulary.md": VOCABULARY, "late.md": gap})
    done = carebook("policy", "check", str(folder), "--json")
    assert done.returncode == 1
    (finding,) = [each for each in json.loads(done.stdout)["problems"] if each["code"] == "gap"]
    assert finding["severity"] == "error"
    assert "Photo" in finding["region"]
    witness = finding["witness"]
    facts = [word for key, value in witness["facts"].items() for word in ("--fact", f"{key}={value}")]
    words = ("policy", "decide", "--folder", str(folder), "--complaint", witness["complaint"])
    answer = json.loads(carebook(*words, "--role", witness["role"], *facts, "--json").stdout)
    assert [remedy["verdict"] for remedy in answer["remedies"]] == ["none"]


def test_diff_says_which_cases_change_and_calls_equal_only_what_is(folder: Path, tmp_path: Path) -> None:
    looser = POLICY.replace(
        "| <= 10 | | Credit | may | agent | 5 |", "| <= 10 | | Credit | may | agent | 6 |"
    )
    new = write_pages(tmp_path / "new", {"vocabulary.md": VOCABULARY, "late.md": looser})
    whole = json.loads(carebook("policy", "diff", str(folder), str(new), "--json").stdout)
    page = json.loads(
        carebook("policy", "diff", str(folder / "late.md"), str(new / "late.md"), "--json").stdout
    )
    assert whole == page
    assert not whole["equal"]
    assert [(change["remedy"], change["change"]) for change in whole["changes"]] == [("credit", "looser")]
    same = carebook("policy", "diff", str(folder), str(folder), "--json")
    assert json.loads(same.stdout) == {"equal": True, "changes": [], "notes": []}


def test_explain_names_the_honest_change_that_would_be_enough(folder: Path) -> None:
    words = ("--folder", str(folder), "--complaint", "late", "--role", "agent")
    done = carebook("policy", "explain", *words, "--fact", "days_late=20", "--fact", "photo=no", "--json")
    (account,) = json.loads(done.stdout)["remedies"]
    assert account["verdict"] == "needs"
    assert "photo" in json.dumps(account["change"])
    said = carebook(
        "policy", "explain", *words, "--fact", "days_late=20", "--fact", "photo=no"
    ).stdout.decode()
    assert "Photo: yes" in said


def test_the_next_question_is_a_fact_and_asking_along_ends_in_certainty(folder: Path) -> None:
    words = ("policy", "decide", "--folder", str(folder), "--complaint", "late", "--role", "agent", "--json")
    first = json.loads(carebook(*words).stdout)["next_question"]
    assert first == "days_late"
    assert json.loads(carebook(*words, "--fact", "days_late=3").stdout)["next_question"] is None
    assert json.loads(carebook(*words, "--fact", "days_late=30").stdout)["next_question"] == "photo"


def test_boundary_examples_pass_when_they_are_pasted_into_the_page(folder: Path, tmp_path: Path) -> None:
    table = carebook("policy", "examples", "--folder", str(folder), "--complaint", "late").stdout.decode()
    assert table.count("\n") > 5
    pasted = POLICY.partition("| Example")[0] + table
    new = write_pages(tmp_path / "new", {"vocabulary.md": VOCABULARY, "late.md": pasted})
    done = carebook("policy", "check", str(new), "--json")
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])


def test_coverage_names_each_row_that_no_example_exercises(folder: Path) -> None:
    done = carebook("policy", "coverage", "--folder", str(folder), "--complaint", "late", "--json")
    shown = json.loads(done.stdout)
    assert (shown["covered"], shown["of"]) == (1, 3)
    assert [(problem["code"], problem["line"]) for problem in shown["problems"]] == [
        ("uncovered-row", 11),
        ("uncovered-row", 12),
    ]


def test_facts_lists_what_can_be_derived() -> None:
    listed = json.loads(carebook("policy", "facts", "--json").stdout)
    assert {"fact", "type", "inputs", "needs_today", "doc"} == set(listed[0])
    assert "days_late" in [each["fact"] for each in listed]
