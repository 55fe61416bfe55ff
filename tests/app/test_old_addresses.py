from screens import Visit

from kb.access import OPERATOR
from kb.library.moving import Move
from pages.shell import opening


def test_an_old_address_shows_the_page_and_the_address_bar_is_put_right(visit: Visit) -> None:
    screen = visit("article", person="agent", slug="on-time")
    opening.opened().moving.move(OPERATOR, "on-time", Move(slug="in-time", title="In time"))
    screen = screen.go("article", slug="on-time")
    assert "In time" in screen.words
    assert screen.tester.query_params["slug"] == "in-time"


def test_an_archived_page_says_so_and_can_be_read(visit: Visit) -> None:
    screen = visit("article", person="agent", slug="on-time")
    opening.opened().moving.archive(OPERATOR, "on-time")
    words = screen.go("article", slug="on-time").words
    assert "This page was archived on" in words
    assert "A week late is too late." in words
