from kb.markup import sections, words


def test_a_page_is_cut_at_every_heading() -> None:
    found = sections("# Title\n\nLead.\n\n## One\n\nFirst.\n\n### Deep\n\nSecond.\n\n## Two\n")
    assert [(s.heading, s.level, s.anchor, s.text) for s in found] == [
        ("Title", 1, "", "Lead."),
        ("One", 2, "one", "First."),
        ("Deep", 3, "deep", "Second."),
        ("Two", 2, "two", ""),
    ]
    assert found[2].path == ("Title", "One")


def test_text_before_any_heading_is_a_section_of_its_own() -> None:
    first, second = sections("Hello.\n\n## One\n\nText\n")
    assert (first.heading, first.anchor, first.text, second.anchor) == ("", "", "Hello.", "one")


def test_a_page_without_headings_is_one_section() -> None:
    assert [s.text for s in sections("Just words.\n")] == ["Just words."]
    assert [s.text for s in sections("")] == [""]


def test_no_markup_is_left_in_the_text_and_cells_and_items_stay_apart() -> None:
    body = (
        "**Bold** and [a link](x.md) and `code`\n\n| a | b |\n|---|---|\n| [one](y.md) | two |\n\n"
        "- first\n- [ ] second\n\n> [!TIP]\n> said\n\n```py\nx = 1\n```\n\nnote[^1]\n\n[^1]: foot\n"
    )
    text = sections(body)[0].text
    assert text.split("\n") == [
        "Bold and a link and code", "a b", "one two", "first", "second",
        "Tip", "said", "x = 1", "note", "foot",
    ]  # fmt: skip


def test_words_are_counted_over_headings_tables_and_prose() -> None:
    assert words(sections("# Two words\n\nIt's well-known.\n\n| a |\n|---|\n| b |\n")) == 6
