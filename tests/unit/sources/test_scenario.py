import pytest

from kb.sources.scenario import Flaw, Scenario, read_scenario

CASE = "complaint: late_delivery\nquestion: And now?\n"


def read(text: str) -> Scenario:
    found = read_scenario(text)
    assert isinstance(found, Scenario), found
    return found


def test_values_go_on_over_several_lines_and_lists_are_read_either_way() -> None:
    text = 'complaint: a\nquestion: She says: "no".\n  What now?\nfacts:\n- days late = 3\n- photo = no\n'
    found = read(text)
    assert found.question == 'She says: "no". What now?'
    assert found.facts == (("days late", "3"), ("photo", "no"))
    assert read("complaint: a\nquestion: q\nfacts: days late = 3, photo = no\n").facts == found.facts


def test_choices_may_have_words_of_their_own() -> None:
    found = read(f"{CASE}choices:\n- Send it -> and ask -> must refund\n- needs lead\n")
    assert [(choice.words, choice.claim) for choice in found.choices] == [
        ("Send it -> and ask", "must refund"),
        ("", "needs lead"),
    ]


def test_the_key_is_made_of_the_case_and_not_of_how_it_is_told() -> None:
    one = read("complaint: a\nfacts: Days late = 3, photo = no\nquestion: q\n")
    assert one.key == read("question: Q!\nfacts: photo = no, days_late = 3\ncomplaint: a\nwhy: so\n").key
    assert one.key != read("complaint: a\nfacts: days late = 4, photo = no\nquestion: q\n").key


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "scenario-incomplete", 0),
        ("words", "scenario-line", 0),
        ("complaint: a", "scenario-incomplete", 0),
        (f"{CASE}colour: blue", "scenario-key", 2),
        (f"{CASE}complaint: b", "scenario-key", 2),
        (f"{CASE}facts: soon", "scenario-fact", 2),
        (f"{CASE}facts:\n- a = 1\n- a = 2", "scenario-fact", 4),
        (f"{CASE}choices: may 1", "scenario-choices", 2),
        (f"{CASE}choices: may 1; MAY 1", "scenario-choices", 2),
        (f"{CASE}why: {'x' * 2000}", "scenario-too-long", 2),
        (f"{CASE}facts:\n" + "- x = 1\n" * 25_000, "scenario-too-long", 43),
    ],
)
def test_what_cannot_be_read_is_a_flaw_with_its_line_and_never_an_error(
    text: str, code: str, line: int
) -> None:
    found = read_scenario(text)
    assert isinstance(found, Flaw)
    assert (found.code, found.line) == (code, line)
