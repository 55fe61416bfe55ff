"""Articles, the library and the first path: what stands there, and what when there is nothing."""

from datetime import date
from pathlib import Path

import pytest
from screens import Visit

from pages.shell import today


def test_an_article_shows_where_it_stands_what_may_be_relied_on_and_its_text(visit: Visit) -> None:
    screen = visit("article", slug="on-time")
    assert 'href="/library?kind=standard"' in screen.html
    for words in ("On time", "Delivery lead", "Verified today", "next review", "revision 1", "1 min to read"):
        assert words in screen.words
    assert "A week late is too late." in screen.words
    assert screen.html.count("<h1") == 1


def test_an_article_lists_what_links_to_it(visit: Visit) -> None:
    screen = visit("article", slug="on-time")
    assert "What links here" in screen.words
    assert 'href="/article?slug=late-delivery-policy"' in screen.html


def test_the_playbook_and_the_policy_of_a_complaint_lead_to_its_remedies(visit: Visit) -> None:
    for slug in ("late-delivery", "late-delivery-policy"):
        assert 'href="/remedy?complaint=late_delivery"' in visit("article", slug=slug).html
    assert "/remedy" not in visit("article", slug="on-time").html


def test_contents_lead_to_headings_of_the_same_article(visit: Visit) -> None:
    screen = visit("article", slug="late-delivery")
    assert 'href="/article?slug=late-delivery#then-the-promise"' in screen.html


def test_an_address_where_nothing_lives_offers_the_nearest_articles(visit: Visit) -> None:
    screen = visit("article", slug="late-delivry")
    assert "There is no such article" in screen.words
    assert 'href="/article?slug=late-delivery"' in screen.html


def test_an_article_without_a_name_leads_on(visit: Visit) -> None:
    assert "Which article?" in visit("article").words


def test_a_page_overdue_for_review_says_so(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "today", lambda: date(2199, 1, 1))
    screen = visit("article", slug="on-time")
    assert "was due for review" in screen.words
    assert "Review due since" in screen.words


def test_the_library_counts_what_is_behind_each_choice(visit: Visit) -> None:
    screen = visit("library")
    for words in ("Everything 5", "Philosophy 1", "Standards 1", "Playbooks 1", "Policies 2", "delivery 2"):
        assert words in screen.words


def test_a_kind_and_a_tag_narrow_the_shelf(visit: Visit) -> None:
    screen = visit("library", kind="standard", tag="delivery")
    assert 'href="/article?slug=on-time"' in screen.html
    assert 'href="/article?slug=late-delivery"' not in screen.html
    assert 'aria-current="true"' in screen.html


@pytest.mark.parametrize("address", [{"kind": "nonsense"}, {"tag": "<script>"}, {"kind": "help"}])
def test_an_empty_shelf_says_so_and_leads_back(visit: Visit, address: dict[str, str]) -> None:
    screen = visit("library", **address)
    assert "This shelf is empty" in screen.words
    assert "<script" not in screen.html


def test_new_starters_are_led_through_the_philosophy(visit: Visit) -> None:
    screen = visit("start", person="starter")
    assert 'href="/article?slug=why"' in screen.html
    assert "1 min" in screen.words


def test_without_philosophy_there_is_nothing_to_start_with(visit: Visit, content_dir: Path) -> None:
    (content_dir / "philosophy" / "why.md").unlink()
    assert "There is nothing to start with yet" in visit("start").words
