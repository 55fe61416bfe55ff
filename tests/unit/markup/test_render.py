import re

import pytest

from kb.markup import MarkupError, links, render


def broken(_href: str) -> None:
    return None


def html(body: str, **titles: str) -> str:
    return render(body, lambda href: f"/article?slug={href}" if "here" in href else None, **titles)


def test_headings_carry_the_anchors_that_links_need() -> None:
    assert '<h2 id="größe">Größe</h2>' in html("## Größe\n")
    assert '<a href="#gr%C3%B6%C3%9Fe">' in html("## Größe\n\n[up](#größe)\n")


def test_a_link_to_a_heading_that_is_not_there_is_visibly_broken() -> None:
    assert 'class="broken" title="There is no heading #gone here"' in html("[x](#gone)\n")


def test_a_link_that_leads_nowhere_has_no_address_and_says_why() -> None:
    made = html("[x](../gone.md)\n")
    assert 'class="broken" title="There is no page at ../gone.md"' in made
    assert "href" not in made


def test_links_are_resolved_from_what_was_written_and_not_from_what_a_browser_would_send() -> None:
    asked: list[str] = []
    render("[a](<../Über uns.md#größe>) [[one#two]] [[three|words]]", asked.append)
    assert asked == ["../Über uns.md#größe", "[[one#two]]", "[[three]]"]


def test_wiki_links_show_their_words_or_their_page_s_name() -> None:
    made = html("[[here-it-is]] and [[here#there|these words]]\n")
    assert ">here it is</a>" in made
    assert ">these words</a>" in made


def test_wiki_links_stand_in_tables_with_the_bar_escaped() -> None:
    assert ">words</a></td>" in html("| a |\n|---|\n| [[here\\|words]] |\n")


@pytest.mark.parametrize(
    "written", ["[[", "[[]]", "[[ ]]", "[[a\nb]]", "\\[[here]]", "`[[here]]`", "[[a]", "[[[[[["]
)
def test_what_is_no_wiki_link_stays_text(written: str) -> None:
    assert "<a" not in html(written)


def test_links_that_leave_the_library_tell_their_host_nothing() -> None:
    assert 'rel="noopener noreferrer nofollow" target="_blank" class="external"' in html(
        "<https://example.com>\n"
    )


def test_a_file_s_name_is_not_taken_for_a_host() -> None:
    assert "<a" not in html("See notes.md and www.example.md\n")


def test_images_are_named_and_never_loaded() -> None:
    made = html(
        "![A map](https://example.com/map.png) ![gone](map.png) [![b](https://x.y/b.png)](https://x.y)\n"
    )
    assert "<img" not in made
    assert ">A map</a>" in made
    assert '<span class="broken" title="There is no image at map.png">gone</span>' in made
    assert ">b</a>" in made


def test_the_title_is_left_out_when_the_screen_shows_it_but_links_to_it_still_land() -> None:
    made = html("# The *Title*\n\n[up](#the-title)\n", title="the title")
    assert "<h1" not in made
    assert '<span id="the-title"></span>' in made
    assert '<a href="#the-title">' in made


def test_another_first_heading_stays() -> None:
    assert "<h1" in html("# Something else\n", title="The title")


def test_tables_scroll_in_a_box_of_their_own_and_keep_their_alignment() -> None:
    made = html("| a | b |\n|:-:|--:|\n| 1 | 2 |\n")
    assert made.startswith('<div class="table-scroll" role="region" tabindex="0"')
    assert '<td style="text-align:center">1</td>' in made
    assert '<td style="text-align:right">2</td>' in made


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ('!!! warning "Mind *this*"\n    Text\n', "Mind <em>this</em>"),
        ("!!! warning\n    Text\n", "Warning"),
        ("> [!WARNING]\n> Text\n", "Warning"),
        ("::: warning\nText\n:::\n", "Warning"),
        ("::: warning Mind this\nText\n:::\n", "Mind this"),
    ],
)
def test_every_way_of_writing_an_admonition_gives_the_same_box(source: str, title: str) -> None:
    made = re.sub(r"\s*\n\s*", "", html(source))
    box = '<div class="admonition warning" role="note">'
    assert made == f'{box}<p class="admonition-title">{title}</p><p>Text</p></div>'


def test_task_lists_show_boxes_that_cannot_be_ticked() -> None:
    made = html("- [ ] open\n- [x] done\n")
    assert made.count('disabled=""') == 2
    assert made.count('checked=""') == 1


def test_footnotes_lead_there_and_back() -> None:
    made = html("Text[^a]\n\n[^a]: The note\n")
    for part in ('href="#fn1"', 'id="fnref1"', 'id="fn1"', 'href="#fnref1"'):
        assert part in made


def test_strikethrough_and_plain_code_fences_are_kept() -> None:
    made = html("~~gone~~\n\n```python\nx < 1\n```\n")
    assert "<s>gone</s>" in made
    assert "<pre><code>x &lt; 1\n</code></pre>" in made


def test_the_same_page_is_rendered_anew_when_its_links_lead_elsewhere() -> None:
    body = "[x](here.md)\n"
    assert render(body, broken) != render(body, lambda _: "/article?slug=here")


def test_links_are_listed_with_their_lines() -> None:
    found = links("# T\n\n[a](x.md)\n[b](https://e.com) ![c](y.png)\n\n> [[d]]\n")
    assert [(link.href, link.line, link.image, link.inner) for link in found] == [
        ("x.md", 2, False, True),
        ("https://e.com", 3, False, False),
        ("y.png", 3, True, True),
        ("[[d]]", 5, False, True),
    ]  # fmt: skip


def test_a_page_beyond_all_limits_is_refused_and_not_half_shown() -> None:
    with pytest.raises(MarkupError, match="too-many-columns"):
        render("|a" * 300 + "|\n" + "|-" * 300 + "|\n", broken)
