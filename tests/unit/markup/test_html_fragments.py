from kb.markup import html_fragments, render, sections


def test_html_is_found_where_it_stands_and_not_in_code() -> None:
    body = "a `<b>` <kbd>x</kbd>\n\n```\n<div>\n```\n\n<!-- no -->\n\n    <p>\n\n"
    body += "1 < 2 and <br> and <mail@x.org>\n"
    assert [(each.line, each.name) for each in html_fragments(body)] == [(0, "kbd"), (0, "kbd"), (6, "!--")]


def test_a_br_is_a_line_break_in_text_and_table_and_keeps_words_apart() -> None:
    body = "one<br>two\n\n| a |\n|---|\n| three<BR />four |\n"
    html = render(body, lambda _href: None)
    assert "one<br>two" in html
    assert "three<br>four" in html
    assert "one two" in sections(body)[0].text
