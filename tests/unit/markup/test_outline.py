from kb.markup import Heading, outline


def test_headings_come_with_level_words_anchor_and_line() -> None:
    body = "# The *title*\n\ntext\n\n## A [link](x.md) and `code`\n\nSetext\n------\n"
    assert outline(body) == (
        Heading(1, "The title", "the-title", 0),
        Heading(2, "A link and code", "a-link-and-code", 4),
        Heading(2, "Setext", "setext", 6),
    )


def test_a_heading_in_a_code_fence_is_none() -> None:
    assert outline("```\n# not\n```\n") == ()


def test_an_image_in_a_heading_counts_by_its_description() -> None:
    assert outline("## ![A map](map.png) of it\n")[0].text == "A map of it"
