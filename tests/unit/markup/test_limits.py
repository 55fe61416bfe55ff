import time

import pytest

from kb.markup import check_limits, first_title, nested_too_deep, render, sections
from kb.markup.limits import MAX_ARTICLE_BYTES, MAX_POLICY_BYTES


def codes(body: str, max_bytes: int = MAX_ARTICLE_BYTES) -> list[tuple[str, int]]:
    return [(excess.code, excess.line) for excess in check_limits(body, max_bytes)]


def test_a_page_may_have_128_kib_and_a_policy_two_mib() -> None:
    body = "x" * MAX_ARTICLE_BYTES
    assert codes(body) == []
    assert codes(body + "x") == [("too-long", 0)]
    assert codes(body + "x", MAX_POLICY_BYTES) == []


def test_five_hundred_headings_pass_and_one_more_is_named_by_its_line() -> None:
    assert codes("# h\n" * 500) == []
    assert codes("# h\n" * 501) == [("too-many-headings", 500)]
    assert codes("h\n=\n" * 501) == [("too-many-headings", 1001)]


def test_two_hundred_columns_pass_and_one_more_is_named_by_its_line() -> None:
    def table(columns: int) -> str:
        return "\n".join("|" + cell * columns for cell in ("a|", "-|", "b|"))

    assert codes(table(200)) == []
    assert codes(table(201)) == [("too-many-columns", 1)]
    assert codes("\n".join("> " + line for line in table(201).split("\n"))) == [("too-many-columns", 1)]


def test_brackets_that_nobody_closes_are_named_by_their_line() -> None:
    assert codes("fine [a] [b](c)\n" * 500) == []
    assert codes("fine\n" + "[a " * 26 + "\n") == [("too-many-brackets", 1)]
    assert codes("[a [b\n" * 13) == [("too-many-brackets", 12)]
    assert codes("[a [b\n\n" * 26) == []


def test_nesting_that_markdown_would_drop_in_silence_is_told() -> None:
    assert nested_too_deep("- " * 20 + "x\n") == ()
    assert [excess.code for excess in nested_too_deep("- " * 120 + "x\n")] == ["too-deep"]
    assert codes("> " * 20 + "x\n") == []
    assert codes("text\n\n" + "> " * 21 + "x\n") == [("too-deep", 2)]


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# One\n", "One"),
        ("text\n\n# One #\n", "One"),
        ("One\n===\n", "One"),
        ("```\n# no\n```\n\n# Yes\n", "Yes"),
        ("~~~\n# no\n```\n# no\n~~~\n# Yes\n", "Yes"),
        ("## Two\n", ""),
        ("#hash\n", ""),
        ("", ""),
    ],
)
def test_the_first_title_is_found_without_parsing_the_page(body: str, title: str) -> None:
    assert first_title(body) == title


HOSTILE = {
    "quotations": (">" * 20 + " x\n") * 5000,
    "quotations of every depth": "".join(">" * (n % 20 + 1) + "x\n\n" for n in range(9000)),
    "quotations in lists": ("- > " * 45 + "x\n\n") * 600,
    "lists in lists": "".join("  " * (n % 45) + "- x\n" for n in range(2600)),
    "brackets": "[" * 60_000,
    "brackets closed": "\n\n".join("[a" * 25 + "]" * 25 for _ in range(1600)),
    "brackets in a line": "[a" * 25 + ("]" + "[a") * 30_000,
    "brackets apart": "[a " * 40_000,
    "brackets on lines": ("[" * 100 + "\n") * 1200,
    "open links": "[a](" * 25_000,
    "wiki brackets": "[[a" * 40_000,
    "emphasis": "*a_ " * 30_000,
    "stars": "*" * 100_000,
    "backticks": "".join("`" * (n % 300 + 1) + " " for n in range(800)),
    "equal headings": "# a\n" * 500,
    "empty rows": "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|\n" * 30_000,
    "task lists": "- [ ] a\n" * 15_000,
    "footnotes": "".join(f"[^{n}]\n\n[^{n}]: x\n\n" for n in range(4000)),
    "footnotes of one": "[^1]" * 20_000 + "\n\n[^1]: x\n",
    "inline footnotes": "^[" * 30_000,
    "admonitions": "".join("!!! note\n    x\n\n" for _ in range(5000)),
    "admonitions in admonitions": "\n".join("    " * n + "!!! note" for n in range(60)),
    "addresses": "http://" * 15_000,
    "mail": "a@" * 50_000,
    "autolinks": "<" * 100_000,
    "entities": "&" * 100_000,
    "definitions": "".join(f"[{n}]: x\n" for n in range(10_000)),
    "one definition many times": "[a]: x\n\n" + "[a]" * 30_000,
    "backslashes": "\\" * 120_000,
    "tildes": "~~a" * 30_000,
    "images": "![a](b.png)" * 10_000,
    "images after links": "[a](b.md)" + "![a](b.png)" * 9_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_within_the_limits_takes_long(name: str) -> None:
    body = HOSTILE[name][:MAX_ARTICLE_BYTES]
    began = time.process_time()
    if not check_limits(body):
        render(body, lambda _: None)
        sections(body)
    assert time.process_time() - began < 10
