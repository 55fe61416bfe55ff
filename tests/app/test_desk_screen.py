"""The desk: complaint types and changes when the box is empty, and answers when it is not."""

from pathlib import Path

import pytest
from builders import a_page, write_pages
from screens import Visit


def test_an_empty_desk_shows_the_complaint_types_and_what_changed(visit: Visit) -> None:
    screen = visit()
    assert 'href="/remedy?complaint=late_delivery"' in screen.html
    assert 'href="/article?slug=on-time"' in screen.html
    assert screen.data("search")["answers"]["rows"] == []


def test_the_browser_is_given_titles_aliases_and_the_words_of_customers(visit: Visit) -> None:
    entries = {entry["id"]: entry for entry in visit().data("titles")["entries"]}
    assert entries["on-time"]["words"] == ["punctuality"]
    assert entries["on-time"]["group"] == "Standards"
    assert entries["on-time"]["badge"]["text"] == "Verified today"
    late = entries["complaint:late_delivery"]
    assert late["group"] == "Remedies"
    assert "where is my parcel" in late["words"]
    assert entries["vocabulary"]["group"] == "Words"


def test_a_search_in_the_address_is_answered_at_its_step_with_the_correction_said(visit: Visit) -> None:
    answers = visit(q="trackign").data("search")["answers"]
    assert answers["query"] == "trackign"
    assert answers["corrections"] == [["trackign", "tracking"]]
    found = next(row for row in answers["rows"] if row["page"] == "late-delivery")
    assert found["step"] == "First, the tracking"
    assert found["href"] == "/article?slug=late-delivery#first-the-tracking"
    remedy = answers["rows"][0]
    assert (remedy["group"], remedy["href"]) == ("Remedies", "/remedy?complaint=late_delivery")


def test_a_search_to_the_letter_corrects_nothing(visit: Visit) -> None:
    screen = visit()
    screen.tester.session_state["search"] = {"asked": {"query": "trackign", "literal": True}}
    answers = screen.again().data("search")["answers"]
    assert answers["literal"] is True
    assert answers["rows"] == []
    assert answers["corrections"] == []


def test_what_is_typed_wins_over_what_the_address_said(visit: Visit) -> None:
    screen = visit(q="tracking")
    screen.tester.session_state["search"] = {"asked": {"query": "floor", "literal": False}}
    assert screen.again().data("search")["answers"]["query"] == "floor"


@pytest.mark.parametrize("asked", [{"query": 3}, "words", {"query": None}, 7])
def test_a_meddled_browser_gets_an_empty_box_and_no_error(visit: Visit, asked: object) -> None:
    screen = visit()
    screen.tester.session_state["search"] = {"asked": asked}
    assert screen.again().data("search")["answers"]["query"] == ""


def test_the_words_of_a_page_are_never_read_as_html(visit: Visit, content_dir: Path) -> None:
    evil = a_page(kind="help", title="'<img src=x onerror=alert(1)>'", summary="'<b>bold</b>'")
    write_pages(content_dir, {"help/evil.md": evil})
    for screen in (visit(), visit("library"), visit("article", slug="evil")):
        assert "<img" not in screen.html
        assert "<b>bold" not in screen.html
