from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import a_page, write_pages

from kb.access import OPERATOR, Actor
from kb.app import App
from kb.search import SearchIndex, SearchPage, Synonyms
from kb.search.wording import same_wording, share_said, wording
from kb.sources import read_page, search_words

HEAD = (
    "---\nkind: help\nslug: search-words\ntitle: Like words\n---\n# Like words\n\n"
    "| Word | Also found by |\n|---|---|\n"
)


@dataclass
class Part:
    heading: str
    text: str
    level: int = 2
    anchor: str = "x"


def page(slug: str, title: str, text: str = "") -> SearchPage:
    return SearchPage(slug, "help", title, None, (), (), (Part("", text, 0, ""),))


INDEX = SearchIndex.build(
    [
        page("refund", "Refunds", "How a refund is made."),
        page("sofa", "Caring for a sofa", "Brush the sofa."),
        page("couch", "The couch", "A couch is long."),
        page("other", "Something else", "Nothing of either."),
    ]
)
ALIKE = Synonyms([("refund", "money back", "reimbursement"), ("sofa", "couch", "settee")])


def found(query: str, *, correct: bool = True) -> list[str]:
    return [hit.slug for hit in INDEX.search(query, synonyms=ALIKE, correct=correct).hits]


def test_a_word_finds_what_stands_for_it_after_what_says_it() -> None:
    assert found("couch")[:2] == ["couch", "sofa"]
    assert found("sofa")[:2] == ["sofa", "couch"]
    assert set(found("settee")[:2]) == {"sofa", "couch"}


def test_a_phrase_finds_the_word_it_stands_for() -> None:
    assert found("money back")[0] == "refund"
    assert found("how do i get my money back")[0] == "refund"


def test_a_misspelt_word_of_the_table_is_understood() -> None:
    assert found("reimbursment")[0] == "refund"
    assert found("setee")[0] in {"sofa", "couch"}


def test_to_the_letter_nothing_stands_for_anything_else() -> None:
    assert found("settee", correct=False) == []


def test_a_synonym_is_neither_marked_nor_said_to_be_a_correction() -> None:
    results = INDEX.search("settee", synonyms=ALIKE)
    assert results.corrections == ()
    assert all(not hit.marks for hit in results.hits)


def problems_of(rows: str) -> list[tuple[int, str]]:
    read, _ = read_page("help/search-words.md", (HEAD + rows).encode())
    assert read is not None
    return [(problem.line, problem.code) for problem in search_words(read)[1]]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("| a | b; c |\n| d | e |\n", []),
        (
            "| a | b |\n| d | b |\n",
            [
                (11, "duplicate-word"),
            ],
        ),
        ("| a | A; b |\n", [(10, "duplicate-word")]),
        ("| | b |\n", [(10, "no-word")]),
        ("| a | |\n", [(10, "no-other-words")]),
        ("| | |\n", [(10, "empty-row")]),
        ("| a | one two three four five six |\n", [(10, "too-long")]),
        ("| a | " + "x" * 90 + "; b |\n", [(10, "too-long")]),
        ("| a | b; ; *** |\n", [(10, "no-word")]),
    ],
)
def test_what_is_wrong_with_the_table_is_told_by_line(rows: str, problems: list[tuple[int, str]]) -> None:
    assert problems_of(rows) == problems


def test_a_page_without_the_table_says_so() -> None:
    read, _ = read_page("x.md", b"---\nkind: help\nslug: search-words\n---\nNo table.\n")
    assert read is not None
    assert [problem.code for problem in search_words(read)[1]] == ["no-table"]


def test_the_table_works_from_the_moment_it_is_saved_and_no_longer_when_it_is_gone(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    sofa = a_page("Brush it.", title="The sofa")
    table = HEAD + "| sofa | chesterfield |\n| sofa | couch |\n"
    app.library.import_folder(manager, write_pages(tmp_path / "one", {"help/sofa.md": sofa}))
    assert "sofa" not in {hit.slug for hit in app.search.search(manager, "chesterfield").hits}
    report = app.library.import_folder(
        manager, write_pages(tmp_path / "two", {"help/search-words.md": table})
    )
    assert [(problem.line, problem.code) for problem in report.problems] == [(11, "duplicate-word")]
    assert app.search.search(manager, "chesterfield").hits[0].slug == "sofa"
    assert [problem.line for problem in app.search.problems(OPERATOR)] == [11]
    changed = table.replace("chesterfield", "davenport")
    app.library.import_folder(manager, write_pages(tmp_path / "three", {"help/search-words.md": changed}))
    assert "sofa" not in {hit.slug for hit in app.search.search(manager, "chesterfield").hits}
    assert app.search.search(manager, "davenport").hits[0].slug == "sofa"


def test_facts_and_remedies_are_found_where_the_vocabulary_defines_them(app: App, agent: Actor) -> None:
    for words, anchor in (("order value", "facts"), ("goodwill credit", "remedies")):
        hits = {hit.slug: hit for hit in app.search.search(agent, words).hits[:2]}
        assert hits["vocabulary"].anchor == anchor


def test_nearly_equal_wordings_are_the_same() -> None:
    assert wording("How do I post a gift card?") == wording("posting gift cards")
    assert same_wording(wording("flamngo stand"), [wording("gift"), wording("flamingo stand")])
    assert same_wording(wording("lamp shade"), [wording("lamp cord")]) is None
    assert share_said(wording("gift card"), "All about gift cards") == 1.0
    assert share_said(wording("gift card"), "All about gifts") == 0.5
    assert share_said("", "anything") == 0.0
