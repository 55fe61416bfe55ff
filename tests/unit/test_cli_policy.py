"""`carebook policy …`, run as other programs run it."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest
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
| Minutes late | number | minutes | 0..600 | How late was it? | asked | no |
| Ticket price | money | | 0..500 | | order | no |
| Season | yes/no | | | Is it a season ticket? | asked | no |

## Remedies
| Remedy | Kind | Measured in | Say |
|---|---|---|---|
| Compensation | goodwill | money | We owe you this. |
| Apology | apology | none | We are sorry. |

## Authority
| Role | Who |
|---|---|
| agent | the desk |
| lead | team leads |
"""
POLICY = """---
kind: policy
complaint: late_train
effective: 2025-01-01
---
# Late train

## Rules
| Rule | Minutes late | Season | Remedy | Effect | Who | Up to | Provided | Because |
|---|---|---|---|---|---|---|---|---|
| R1 | [15..30) | no | Compensation | must | | 25% of Ticket price | Keep the ticket | [a](../terms.md#a) |
| R2 | >= 30 | no | Compensation | must | | 50% of Ticket price | | [terms](../terms.md#b) |
| R3 | | yes | Compensation | may | lead | 20 | | |
| R4 | | | Apology | may | | | | |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("policies")
    (root / "vocabulary.md").write_text(VOCABULARY, "utf-8")
    (root / "late-train.md").write_text(POLICY, "utf-8")
    return root


def decide(folder: Path, *facts: str, role: str = "agent", **more: str) -> subprocess.CompletedProcess[bytes]:
    options = [word for fact in facts for word in ("--fact", fact)]
    for name, value in more.items():
        options += [f"--{name.replace('_', '-')}", value]
    return carebook(
        "policy",
        "decide",
        "--folder",
        str(folder),
        "--complaint",
        "late_train",
        "--role",
        role,
        *options,
        "--json",
    )


def test_a_decision_is_one_object_with_the_promised_keys(folder: Path) -> None:
    done = decide(folder, "minutes_late=45", "ticket_price=33.33", "season=no")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert list(answer) == ["complaint", "role", "policy", "remedies", "next_question"]
    assert answer["policy"] == {
        "slug": "late-train",
        "sha256": hashlib.sha256(POLICY.encode()).hexdigest(),
        "effective": "2025-01-01",
    }
    assert answer["remedies"][0] == {
        "remedy": "compensation",
        "verdict": "must",
        "limit": "16.67",
        "limits": {"agent": "16.67", "lead": "16.67"},
        "needs_role": None,
        "rules": ["R2"],
        "because": ["../terms.md#b"],
        "provided": [],
        "missing": [],
        "nearest": None,
    }
    assert answer["next_question"] is None


def test_what_is_not_known_is_named_and_nothing_is_granted_on_it(folder: Path) -> None:
    compensation = json.loads(decide(folder, "ticket_price=30", "season=no").stdout)["remedies"][0]
    assert compensation["verdict"] == "depends"
    assert compensation["missing"] == ["minutes_late"]
    assert compensation["limit"] is None


def test_the_same_case_gives_the_same_bytes_in_every_locale_and_under_every_hash_seed(folder: Path) -> None:
    runs = {
        decide(folder, "season=yes").stdout,
        carebook(
            *("policy", "decide", "--folder", str(folder), "--complaint", "late_train", "--role", "agent"),
            *("--fact", "season=yes", "--json"),
            LC_ALL="C",
            PYTHONHASHSEED="42",
            PYTHONIOENCODING="latin-1",
        ).stdout,
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("facts", "more", "code", "status"),
    [
        (("minutes_late=soon",), {}, "bad-fact", 2),
        (("minutes_late=601",), {}, "bad-fact", 2),
        (("ticket_price=1.001",), {}, "bad-fact", 2),
        (("minuts_late=4",), {}, "unknown-fact", 2),
        (("season",), {}, "bad-option", 2),
        (("season=yes", "season=no"), {}, "duplicate-fact", 2),
        ((), {"role": "boss"}, "unknown-role", 2),
        ((), {"as_of": "2025-02-30"}, "bad-date", 2),
        ((), {"as_of": "20250201"}, "bad-date", 2),
        ((), {"as_of": "2024-12-31"}, "none-in-force", 1),
    ],
)
def test_a_case_that_cannot_be_decided_says_why(
    folder: Path, facts: tuple[str, ...], more: dict[str, str], code: str, status: int
) -> None:
    done = decide(folder, *facts, **more)
    assert done.returncode == status
    error = json.loads(done.stdout)["error"]
    assert error["code"] == code
    assert error["message"]
    assert b"Traceback" not in done.stderr


def test_a_batch_answers_in_order_and_puts_an_error_in_the_place_of_a_bad_line(folder: Path) -> None:
    good = {"complaint": "late_train", "role": "lead", "facts": {"season": True}}
    slip = {"complaint": "late_train", "role": "lead", "facts": {}, "as_off": "2026-01-01"}
    lines = [
        json.dumps(good),
        "{nonsense",
        json.dumps(good | {"role": "x"}),
        "",
        "[" * 100_000,
        json.dumps(slip),
    ]
    lines += [json.dumps(good | {"as_of": "2024-01-01"}), json.dumps(good | {"ticket": "A-1"})]
    done = carebook("policy", "batch", "--folder", str(folder), "--cases", "-", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    codes = [answer.get("error", {}).get("code", "decided") for answer in answers]
    assert codes == [
        "decided", "bad-json", "unknown-role", "bad-json", "bad-json", "bad-case", "none-in-force", "decided",
    ]  # fmt: skip
    assert done.returncode == 1
    assert answers[0]["remedies"][0]["limit"] == "20.00"


def test_a_batch_keeps_decimals_as_they_are_written(folder: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"complaint":"late_train","role":"agent","facts":{"minutes_late":29.9999,"ticket_price":0.1,"season":"no"}}'
    )
    done = carebook("policy", "batch", "--folder", str(folder), "--cases", str(cases))
    assert done.returncode == 0
    assert json.loads(done.stdout)["remedies"][0]["limit"] == "0.03"


def test_check_is_silent_on_good_pages_and_names_every_problem_of_bad_ones(
    folder: Path, tmp_path: Path
) -> None:
    assert carebook("policy", "check", str(folder)).returncode == 0
    (tmp_path / "vocabulary.md").write_text(VOCABULARY, "utf-8")
    bad = POLICY.replace("| R2 | >= 30 |", "| R1 | >= thirty |").replace("Apology", "Apologies")
    (tmp_path / "bad.md").write_text(bad, "utf-8")
    done = carebook("policy", "check", str(tmp_path), "--json")
    assert done.returncode == 1
    problems = json.loads(done.stdout)["problems"]
    assert {problem["line"] for problem in problems if problem["severity"] == "error"} == {12, 14}
    assert all(problem["path"] == (tmp_path / "bad.md").as_posix() for problem in problems)
    alone = carebook("policy", "check", str(tmp_path / "bad.md"), "--json")
    assert json.loads(alone.stdout)["problems"] == problems


@pytest.mark.parametrize(
    ("text", "said"), [("", "the page is empty"), ("# Hm\n", "no page of kind `policy`")]
)
def test_a_page_asked_for_by_its_path_that_is_no_policy_is_told(
    folder: Path, tmp_path: Path, text: str, said: str
) -> None:
    page = tmp_path / "other.md"
    page.write_text(text)
    for paths in ((page,), (folder / "late-train.md", page)):
        checked = carebook("policy", "check", *map(str, paths))
        assert checked.returncode == 1
        assert f"other.md:1: no-policy-page: {said}" in (checked.stdout + checked.stderr).decode()


def test_a_page_that_cannot_be_executed_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.md").write_text(VOCABULARY, "utf-8")
    (tmp_path / "late-train.md").write_text(POLICY.replace(">= 30", ">= thirty"), "utf-8")
    done = decide(tmp_path, "season=yes")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "page-refused"


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("policy", "check", "no-such-folder"),
        ("policy", "decide", "--folder", "."),
        ("search",),
        ("render", "no-such-page.md"),
    ],
)
def test_wrong_use_ends_in_two_with_a_word_on_it(words: tuple[str, ...]) -> None:
    done = carebook(*words)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr
