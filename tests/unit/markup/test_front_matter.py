import time
from datetime import date

import pytest

from kb.markup import FrontMatterError, split_front_matter


def refused(block: str) -> FrontMatterError:
    with pytest.raises(FrontMatterError) as caught:
        split_front_matter(f"---\n{block}\n---\nbody\n")
    return caught.value


def test_a_page_without_front_matter_is_all_body() -> None:
    found = split_front_matter("# Title\n\nText\n")
    assert (found.meta, found.body, found.body_line) == ({}, "# Title\n\nText\n", 1)


def test_keys_come_with_the_line_of_the_file_they_stand_on() -> None:
    found = split_front_matter("---\nkind: help\n\n# a remark\ntags:\n  - a\n  - b\nowner: Ana\n---\nText\n")
    assert found.lines == {"kind": 2, "tags": 5, "owner": 8}
    assert found.meta == {"kind": "help", "tags": ["a", "b"], "owner": "Ana"}
    assert (found.body, found.body_line) == ("Text\n", 10)


def test_values_are_read_as_people_mean_them() -> None:
    block = 'day: 2026-01-31\nno_day: 2026-02-30\nn: 12\nzeros: 012\npoint: 1.5\nyes: true\nlang: no\nq: "12"'
    found = split_front_matter(f"---\n{block}\nempty:\n---\n")
    assert found.meta == {
        "day": date(2026, 1, 31), "no_day": "2026-02-30", "n": 12, "zeros": "012", "point": "1.5",
        "yes": True, "lang": "no", "q": "12",
    }  # fmt: skip


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_marks_and_every_line_end_are_tolerated(mark: str, end: str) -> None:
    found = split_front_matter(mark + end.join(("---", "kind: help", "---", "One", "Two")))
    assert (found.meta, found.body) == ({"kind": "help"}, "One\nTwo")


def test_a_rule_at_the_top_of_a_page_is_not_front_matter() -> None:
    assert split_front_matter("---\n\nJust prose under a line.\n").meta == {}


def test_a_key_that_stands_twice_is_named_with_its_second_line() -> None:
    error = refused("kind: help\nkind: policy")
    assert (error.line, "`kind` stands here twice" in error.message) == (3, True)


def test_a_key_that_stands_twice_deep_inside_is_named_too() -> None:
    assert refused("a:\n  b:\n    c: 1\n    c: 2").line == 5


@pytest.mark.parametrize(
    "block",
    [
        "a: &x 1\nb: *x",
        "base: &b {x: 1}\nc:\n  <<: *b",
        "<<: {a: 1}",
        "a: !!python/object/apply:os.system ['true']",
        "a: !!binary aGk=",
        "- a\n- b",
        "just words",
        "? [a, b]\n: c",
        "a: b: c",
        "a: 'unclosed",
        "a:\n\t- tab",
        "a: [1, 2",
        "--- again",
        "a: @x",
        "a: \x01",
        "%YAML 9.9",
    ],
)
def test_what_front_matter_has_no_need_of_is_refused_with_its_line(block: str) -> None:
    assert 1 <= refused(block).line <= 4


def test_a_line_of_front_matter_that_is_never_closed_is_refused() -> None:
    with pytest.raises(FrontMatterError, match="not closed"):
        split_front_matter("---\nkind: help\n\n# Title\n")


BOMBS = {
    "merge keys": "\n".join(
        ["a0: &a0 {" + ", ".join(f"k{i}: v" for i in range(9)) + "}"]
        + [f"a{n}: &a{n} {{<<: [" + ", ".join([f"*a{n - 1}"] * 9) + "]}" for n in range(1, 12)]
    ),
    "aliases": "\n".join(
        ["a0: &a0 [x]"] + [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    ),
    "4,000 brackets": "a: " + "[" * 4000,
    "4,000 brackets apart": "a: " + "[ " * 2000,
    "braces": "a: " + "{" * 4000,
    "brackets with words between": "a: " + "[x, " * 1000,
    "nested mappings": "\n".join("  " * n + f"k{n}:" for n in range(40)),
    "nested dashes": "a:\n " + "- " * 1500 + "x",
    "a long page": "a: " + "x" * 5000,
    "many keys": "\n".join(f"k{n}: 1" for n in range(1000)),
    "question marks": "? " * 2000,
    "quotes": "'" * 4000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_a_problem_within_a_second(name: str) -> None:
    began = time.process_time()
    refused(BOMBS[name])
    assert time.process_time() - began < 1


def test_toml_and_json_front_matter_are_read_like_yaml() -> None:
    toml = '+++\ntitle = "Late"\nweight = 1.50\ndate = 2026-01-31\n[menu]\nmain = true\n+++\n# Late\n'
    found = split_front_matter(toml)
    day = date(2026, 1, 31)
    assert found.meta == {"title": "Late", "weight": "1.50", "date": day, "menu": {"main": True}}
    assert found.lines == {"title": 2, "weight": 3, "date": 4, "menu": 5}
    assert (found.body, found.body_line) == ("# Late\n", 8)
    json = '{\n  "title": "Late",\n  "tags": ["a", 1],\n  "none": null\n}\n# Late\n'
    found = split_front_matter(json)
    assert found.meta == {"title": "Late", "tags": ["a", 1]}
    assert found.lines["tags"] == 3
    assert (found.body, found.body_line) == ("# Late\n", 6)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("+++\ntitle = \n+++\n", 2),
        ("+++\na = 1\nb = 1\na = 2\n+++\n", 4),
        ("+++\na = " + "[1," * 900 + "\n+++\n", 2),
        ('+++\na = "x"\n', 1),
        ('{\n"a": 1,\n"a": 2\n}\n', 2),
        ('{\n"a": ' + "[1," * 900 + "\n}\n", 2),
        ('{\n"a": 1\n', 1),
        ("+++\na = '" + "x" * 5000 + "'\n+++\n", 1),
    ],
)
def test_bad_toml_and_json_cost_a_message_with_a_line(text: str, line: int) -> None:
    with pytest.raises(FrontMatterError) as refused:
        split_front_matter(text)
    assert abs(refused.value.line - line) <= 1


@pytest.mark.parametrize("text", ["+++\nplus\n", "{% include x %}\n", "{\nbrace\n}\n", "{: .note}\n# A\n"])
def test_what_only_looks_like_front_matter_is_markdown(text: str) -> None:
    assert split_front_matter(text).body == text
