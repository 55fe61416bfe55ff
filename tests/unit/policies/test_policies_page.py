"""Pages: their tables found by name, and everything that can be wrong with one."""

import time

import pytest
from policy_pages import (
    DAY,
    RULE_COLUMNS,
    VOCABULARY,
    book_of,
    decide,
    page,
    policy,
    problems_of,
    rule,
    table,
    vocabulary,
)

from policies import Page, Problem, read

HEAD = "## Rules\n| Rule | Photo | Remedy | Effect |\n|--|--|--|--|\n"


def damaged(body: str, **meta: object) -> Page:
    return page("damaged", body, **{"complaint": "arrived_damaged", **meta})


def found(body: str) -> list[tuple[str, int]]:
    problems = read([vocabulary(), damaged(body)]).problems
    assert all(problem.hint for problem in problems)
    return [(problem.code, problem.line) for problem in problems]


def test_a_page_may_say_what_it_likes_around_its_tables() -> None:
    body = f"""# Arrived damaged

Prose, a [link](a.md), and a table of its own:

| Free | Table |
|------|-------|
| of   | rules |

##   rULES
More prose.

> | Rule | quoted |
> |------|--------|

| EFFECT | photo | Rule | remedy | Notes |
|:------:|------:|------|--------|-------|
| may | yes | R1 | REPLACEMENT | for us |

### A note
| Another | Table |
|---------|-------|
| {"x" * 300} | y |

```
| Rule | in a fence |
```
"""
    book = read([vocabulary(), damaged(body)])
    assert book.problems == ()
    assert decide(book, photo="yes").verdict("replacement").word == "may"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Nothing\n", [("missing-heading", 4)]),
        ("## Rulez\n" + HEAD[9:] + "| R1 | | Refund | never |\n", [("missing-heading", 4)]),
        ("\n## Rules\nlater\n", [("missing-table", 5)]),
        (HEAD, [("no-rules", 5)]),
        (HEAD + "| R1 | | Refund | never |\n\n" + HEAD + "| R2 | | Refund | never |\n", [("two-tables", 10)]),
        (HEAD + "| R1 | | Refund | never |\n\n| R2 | | Refund | never |\n", [("stray-row", 9)]),
        (HEAD + "| R1 | | Refund | never |\n     | R2 | | Refund | never |\n", [("stray-row", 8)]),
        (HEAD + "| R1 | | Refund |\n| R2 | yes | Refund | never | extra |\n| R3 | | Refund | never |\n",
         [("ragged-row", 7), ("ragged-row", 8)]),
        (HEAD + "| | | | |\n| R1 | | Refund | never |\n", []),
        (HEAD + "| R1 | ~~yes~~ | Refund | never |\n", [("struck-out", 7)]),
        (HEAD.replace("Photo", "Photos") + "| R1 | | Refund | never |\n", [("unknown-fact", 5)]),
        (HEAD.replace("Photo", "Effect") + "| R1 | never | Refund | never |\n", [("duplicate-column", 5)]),
        (HEAD.replace("Photo", "") + "| R1 | | Refund | never |\n", [("unnamed-column", 5)]),
        (HEAD.replace("Effect", "Notes") + "| R1 | | Refund | never |\n",
         [("missing-column", 5), ("unknown-effect", 7)]),
        (HEAD + "| R1 | | Refund | never |\n| r1 | | Refund | never |\n", [("duplicate-rule", 8)]),
        (HEAD + "| | yes | Refund | never |\n| R,2 | | Refund | never |\n",
         [("missing-id", 7), ("bad-id", 8)]),
        (HEAD + "| R1 | | Refnd | nevr |\n", [("unknown-effect", 7), ("unknown-remedy", 7)]),
        ("## Rules\n| Rule | Remedy | Effect |\n|--|--|\n| R1 | Refund | never |\n",
         [("missing-table", 4), ("stray-row", 5)]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_page_is_found_on_its_line(body: str, expected: list[tuple[str, int]]) -> None:
    assert found(body) == expected


def test_a_problem_reads_as_one_line_with_a_suggestion() -> None:
    (problem,) = read(
        [vocabulary(), damaged(HEAD.replace("Photo", "Day since delivery") + "|R1||Refund|never|\n")]
    ).problems
    said = "damaged.md:5: unknown-fact: no fact `Day since delivery`; did you mean `Days since delivery`?"
    assert str(problem) == said


def test_all_problems_of_all_pages_are_reported_at_once_and_other_pages_go_on() -> None:
    broken = policy(rule("R1", days_since_delivery="soon", tier="tin"), rule("R1", "perhaps"))
    other = policy(rule("R1"), slug="late", complaint="late_delivery")
    book = read([vocabulary(), broken, other])
    codes = ["bad-number", "unknown-choice", "duplicate-rule", "unknown-effect"]
    assert sorted(problem.code for problem in book.problems) == sorted(codes)
    assert {problem.path for problem in book.problems} == {"damaged.md"}
    assert book.policy("late_delivery", DAY).rules[0].id == "R1"


def test_a_who_on_a_never_row_is_a_warning_and_means_nothing() -> None:
    book = book_of(rule("R1", "never", who="manager"))
    assert [(problem.code, problem.severity) for problem in book.problems] == [("who-on-never", "warning")]
    assert decide(book).verdict("replacement").word == "never"


def test_an_unknown_role_is_an_error_with_the_nearest_one() -> None:
    (problem,) = problems_of(rule("R1", who="manger"))
    assert (problem.code, problem.hint) == ("unknown-role", "did you mean `manager`?")


@pytest.mark.parametrize(
    ("meta", "code", "line"),
    [
        ({"complaint": None}, "missing-complaint", 2),
        ({"effective": "soon"}, "bad-effective", 3),
        ({"complaint": "lost_in_space"}, "unlisted-complaint", 2),
    ],
)
def test_front_matter_is_checked_on_its_own_lines(meta: dict[str, object], code: str, line: int) -> None:
    (problem,) = read([vocabulary(), policy(rule("R1"), **meta)]).problems
    assert (problem.code, problem.line) == (code, line)


def test_a_heading_may_bear_a_remark_unless_another_stands_there_without_one() -> None:
    remarked = VOCABULARY.replace("## Authority\n", "## Authority            (lowest first)\n")
    assert read([vocabulary(remarked)]).roles(DAY)[0].key == "agent"
    older = VOCABULARY + "\n## Authority (until May)\n| Role | Who |\n|--|--|\n| intern | nobody |\n"
    assert not read([vocabulary(older)]).problems
    assert "intern" not in [role.key for role in read([vocabulary(older)]).roles(DAY)]


def test_no_vocabulary_is_one_problem() -> None:
    (problem,) = read([policy(rule("R1"))]).problems
    assert problem.code == "no-vocabulary"
    assert read([]).problems == ()


def dressed(body: str) -> str:
    return "\ufeff" + body.replace("\n", "\r\n").replace("Order value", "Order\u00a0value").replace(
        "<= 30", "\uff1c\uff1d\u3000\uff13\uff10"
    )


def test_a_page_from_another_editor_means_the_same() -> None:
    plain = policy(rule("R1", days_since_delivery="<= 30", order_value="> 5"))
    odd = damaged(dressed(plain.body))
    book = read([vocabulary(dressed(VOCABULARY)), odd])
    assert book.problems == ()
    assert decide(book, days_since_delivery=30, order_value=6).verdict("replacement").word == "may"


def hostile() -> list[tuple[str, str, str]]:
    rows = "| {} | | Refund | never |\n"
    wide = "|" + "a|" * 10_000 + "\n|" + "-|" * 10_000 + "\n" + ("|" + "x|" * 10_000 + "\n") * 20
    gaping = "|" + "a|" * 250 + "\n|" + "-|" * 250 + "\n" + "|x\n" * 300_000
    long = "R1 | " + "gold, " * 200_000
    return [
        ("five megabytes", "## Rules\n" + "x" * 5_000_000, "page-too-large"),
        ("ten thousand columns", "## Rules\n" + wide, "too-many-columns"),
        ("empty rows of many columns", "## Rules\n" + gaping, "too-many-columns"),
        ("quotes in quotes", "## Rules\n" + ">" * 2_000_000, "page-too-large"),
        ("half a megabyte of prose", "## Rules\n" + "a\n" * 250_000, "page-too-large"),
        ("brackets", HEAD + "".join(rows.format("[" * 3900) for _ in range(400)), "bad-id"),
        ("half links", HEAD + "".join(rows.format(f"{at}" + "[a](" * 240) for at in range(1500)), "bad-id"),
        ("a list without end", HEAD.replace("Photo", "Tier") + f"| {long} | Refund | never |\n",
         "cell-too-long"),
        ("null and lone surrogates", HEAD + "| R\x00\ud800 | \ud800 | Refund | never |\n", "bad-value"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code"), [(body, code) for _, body, code in hostile()], ids=[name for name, *_ in hostile()]
)
def test_a_hostile_page_ends_quickly_in_a_problem(body: str, code: str) -> None:
    started = time.perf_counter()
    problems = read([vocabulary(), damaged(body)]).problems
    assert time.perf_counter() - started < 20
    assert code in {problem.code for problem in problems}
    assert all(len(str(problem)) < 1000 and str(problem).encode() for problem in problems)


def test_a_table_of_sixteen_thousand_rows_is_read_and_decided() -> None:
    rows = [
        rule(f"R{at}", days_since_delivery=f"{at % 3000}..{at % 3000 + 30}", tier=("gold", "")[at % 2])
        for at in range(16_000)
    ]
    columns = ("Rule", "Days since delivery", "Tier", "Remedy", "Effect")
    book = read([vocabulary(), damaged("## Rules\n" + table(columns, rows))])
    assert book.problems == ()
    verdict = decide(book, days_since_delivery=1000, tier="silver").verdict("replacement")
    assert verdict.word == "may"
    assert len(verdict.rules) == len(
        [at for at in range(16_000) if at % 2 and at % 3000 <= 1000 <= at % 3000 + 30]
    )


def test_the_columns_of_a_policy_are_free_in_order() -> None:
    row = rule("R1", days_since_delivery="<= 30", because="[why](a.md)")
    bodies = ["## Rules\n" + table(columns, [row]) for columns in (RULE_COLUMNS, RULE_COLUMNS[::-1])]
    said = [
        decide(read([vocabulary(), damaged(body)]), days_since_delivery=3).as_json()["remedies"]
        for body in bodies
    ]
    assert said[0] == said[1]


def test_a_problem_is_plain_data_too() -> None:
    problem = Problem("bad-cell", "error", "a.md", 3, "no", "yes")
    assert problem.as_json() == {
        "code": "bad-cell", "severity": "error", "path": "a.md", "line": 3, "message": "no", "hint": "yes",
    }  # fmt: skip
