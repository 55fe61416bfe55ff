"""Bad pages as files in a folder, read as the command line reads them: a problem on its line, quickly."""

import time
from pathlib import Path

import pytest
from policy_pages import VOCABULARY

import policies
from kb.sources import policy_pages, read_folder
from policies import Problem

FRONT = "---\nkind: policy\ncomplaint: arrived_damaged\n---\n# Arrived damaged\n\n## Rules\n"
HEAD = (
    "| Rule | Days since delivery | Order value | Tier | Remedy | Effect | Up to |\n|--|--|--|--|--|--|--|\n"
)
GOOD = "| R1 | <= 30 | | | Refund | may | 5 |\n"
FIRST = 10
"""The line of the first row."""


def problems_in(folder: Path, page: str | bytes, vocabulary: str = VOCABULARY) -> list[Problem]:
    """What a folder of these two pages is told, in no more than a few seconds."""
    place = folder / "policies"
    place.mkdir()
    (place / "vocabulary.md").write_text(f"---\nkind: policy\ncurrency: GBP\n---\n{vocabulary}", "utf-8")
    (place / "damaged.md").write_bytes(page if isinstance(page, bytes) else page.encode())
    begin = time.perf_counter()
    read_in = read_folder(folder)
    book = policies.read(policy_pages(read_in))
    assert time.perf_counter() - begin < 15
    found = [*read_in.problems, *book.problems]
    assert all(len(str(problem)) < 1000 and str(problem).isprintable() for problem in found)
    return [problem for problem in found if problem.severity == "error"]


def only(problems: list[Problem], line: int) -> Problem:
    (problem,) = problems
    assert (problem.path, problem.line) == ("policies/damaged.md", line)
    return problem


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("| R2 | (30..30) | | | Refund | may | 5 |", "empty-range", "`[`"),
        ("| R2 | 30..20 | | | Refund | may | 5 |", "reversed-range", "`20..30`"),
        ("| R2 | (3..3], (5..5) | | | Refund | may | 5 |", "empty-range", "holds nothing"),
        ("| R2 | > 3650 | | | Refund | may | 5 |", "empty-range", "0..3650"),
        ("| R2 | not(0..3650) | | | Refund | may | 5 |", "empty-range", "0..3650"),
        ("| R2 | 3 weeks | | | Refund | may | 5 |", "bad-number", "the unit and the currency stand"),
        ("| R2 | 30 days..60 days | | | Refund | may | 5 |", "bad-number", "`30`"),
        ("| R2 | | £20 | | Refund | may | 5 |", "bad-number", "`20`"),
        ("| R2 | | 20 GBP..30 GBP | | Refund | may | 5 |", "bad-number", "`20`"),
        ("| R2 | | | | Refund | may | €5 |", "bad-limit", "plain amounts"),
        ("| R2 | | | | Refund | may | 20% of Days since delivery |", "bad-limit", "5 x"),
        ("| R2 | | | silvr | Refund | may | 5 |", "unknown-choice", "did you mean `silver`"),
        ("| R2 | | | | Refnd | may | 5 |", "unknown-remedy", "did you mean `Refund`"),
        ("| R2 | | | | Refund | mai | 5 |", "unknown-effect", "did you mean `may`"),
        ("| R2 | | | | Refund | may | 20% of Ordr value |", "unknown-fact", "did you mean `Order value`"),
        ("| R1 | | | | Refund | may | 5 |", "duplicate-rule", "line 10"),
        ("| r1 | | | | Refund | may | 5 |", "duplicate-rule", "line 10"),
        ("| R2 | | | Refund | may | 5 |", "ragged-row", "6 cells in a table of 7"),
        ("| R2 | | | | Refund | may | 5 | 6 |", "ragged-row", "8 cells in a table of 7"),
        ("| R2 | 1,000 | | | Refund | may | 5 |", "ambiguous-number", "`1000`"),
        ("| R2 | " + "9" * 400 + " | | | Refund | may | 5 |", "bad-number", "more than"),
    ],
)
def test_a_bad_row_is_one_problem_on_its_line(tmp_path: Path, row: str, code: str, says: str) -> None:
    problem = only(problems_in(tmp_path, FRONT + HEAD + GOOD + row + "\n"), FIRST + 1)
    assert problem.code == code
    assert says in str(problem)


@pytest.mark.parametrize("cells", [("10..20", "20..30"), ("[10..20]", "[20..30]"), ("<= 20", ">= 20")])
def test_ranges_that_share_an_end_may_both_hold_and_the_more_generous_counts(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    rows = f"| R1 | {cells[0]} | | | Refund | may | 5 |\n| R2 | {cells[1]} | | | Refund | may | 8 |\n"
    assert problems_in(tmp_path, FRONT + HEAD + rows) == []


def test_half_open_ranges_are_not_taken_for_links_that_nobody_closes(tmp_path: Path) -> None:
    rows = "".join(f"| R{at} | [{at}..{at + 9}) | | | Refund | may | 5 |\n" for at in range(200))
    assert problems_in(tmp_path, FRONT + HEAD + rows) == []


def test_two_tables_under_one_heading_are_named_at_the_second(tmp_path: Path) -> None:
    problem = only(
        problems_in(tmp_path, FRONT + HEAD + GOOD + "\n" + HEAD + GOOD.replace("R1", "R2")), FIRST + 2
    )
    assert (problem.code, problem.hint != "") == ("two-tables", True)


@pytest.mark.parametrize(
    "dress",
    [
        lambda page: b"\xef\xbb\xbf" + page.encode(),
        lambda page: page.replace("\n", "\r\n").encode(),
        lambda page: page.replace("\n", "\r").encode(),
        lambda page: page.replace("| R1 | <= 30", "| R1 |\u00a0<=\u202f30\u00a0").encode(),
        lambda page: page.replace("<= 30", "\uff1c\uff1d\u3000\uff13\uff10").encode(),
        lambda page: page.replace("Order value", "Order\u00a0value").encode(),
    ],
    ids=["byte order mark", "crlf", "cr", "hard spaces", "full width", "hard space in a label"],
)
def test_a_page_in_the_dress_of_another_editor_is_understood(tmp_path: Path, dress) -> None:
    assert problems_in(tmp_path, dress(FRONT + HEAD + GOOD)) == []


def test_problems_keep_their_lines_in_a_page_with_carriage_returns_and_a_byte_order_mark(
    tmp_path: Path,
) -> None:
    page = FRONT + HEAD + GOOD + "| R2 | soon | | | Refund | may | 5 |\n"
    only(problems_in(tmp_path, b"\xef\xbb\xbf" + page.replace("\n", "\r\n").encode()), FIRST + 1)


@pytest.mark.parametrize(
    ("page", "code", "line"),
    [
        (FRONT + "x" * 5_000_000, "too-long", 1),
        (FRONT + HEAD + GOOD * 140_000, "too-long", 1),
        ((FRONT + HEAD).encode() + b"| R\xff | | | | Refund | may | 5 |\n", "not-utf8", 10),
        ((FRONT + HEAD).encode() + b"| R\x00 | | | | Refund | may | 5 |\n", "not-text", 10),
        (FRONT + "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + ("|" + "x|" * 10_000 + "\n") * 20,
         "too-many-columns", 9),
        (FRONT + "a word | another\n" * 200_000, "missing-table", 7),
        (FRONT + HEAD + "| R1 | " + "0, " * 200_000 + "1 | | | Refund | may | 5 |\n", "cell-too-long", 10),
    ],
    ids=["five megabytes", "too many rows", "not utf-8", "nul", "10,000 columns", "no table", "endless cell"],
)  # fmt: skip
def test_a_monstrous_page_is_refused_by_name(tmp_path: Path, page: str | bytes, code: str, line: int) -> None:
    found = {(problem.code, problem.line) for problem in problems_in(tmp_path, page)}
    assert (code, line) in found


def test_a_page_of_sixteen_thousand_rows_is_read(tmp_path: Path) -> None:
    rows = "".join(
        f"| R{at} | {at % 3000}..{at % 3000 + 600} | <= {at % 4999 + 1} | gold | Refund | may | "
        f"min(10% of Order value, {at % 97 + 3}) | A sentence on what has to be done first, an apology |\n"
        for at in range(16_000)
    )
    head = HEAD.replace(" Up to |\n", " Up to | Provided |\n").replace("|--|\n", "|--|--|\n")
    page = FRONT + head + rows
    assert 2**20 < len(page) < 4 * 2**20
    assert problems_in(tmp_path, page) == []


def test_a_fault_in_the_vocabulary_is_named_there_and_not_in_every_page(tmp_path: Path) -> None:
    broken = VOCABULARY.replace(
        "| Tier | choice | | standard < silver < gold |", "| Tier | choise | | standard |"
    )
    (problem,) = problems_in(tmp_path, FRONT + HEAD + "| R1 | | | gold | Refund | may | 5 |\n", broken)
    assert (problem.path, problem.code) == ("policies/vocabulary.md", "bad-type")
    assert "choice" in problem.hint
