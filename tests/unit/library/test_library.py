from datetime import date

import pytest
from builders import NOW

from kb.access import Actor
from kb.app import App
from kb.library import NotFound


def test_an_article_is_ready_to_show(app: App, agent: Actor) -> None:
    view = app.library.article(agent, "on-time")
    assert (view.kind, view.title, view.owner, view.tags) == (
        "standard",
        "On time",
        "Delivery lead",
        ("delivery", "promise"),
    )
    assert (view.summary, view.revision, view.minutes) == ("What we promise.", 1, 1)
    assert (view.published_at, view.verified_at, view.review_due) == (NOW, NOW, date(2027, 3, 14))
    assert [heading.anchor for heading in view.outline] == ["on-time", "the-floor"]
    assert "<h1" not in view.html
    assert '<h2 id="the-floor">' in view.html


def test_links_lead_to_the_app_s_addresses_and_broken_ones_nowhere(app: App, agent: Actor) -> None:
    html = app.library.article(agent, "late-delivery").html
    assert '<a href="/article?slug=on-time#the-floor">the floor</a>' in html
    assert '<a class="broken" title="There is no page at ../standards/gone.md">' in html


def test_an_article_knows_what_links_to_it(app: App, agent: Actor) -> None:
    links = app.library.article(agent, "on-time").links_here
    assert [card.slug for card in links] == ["late-delivery", "late-delivery-policy"]


def test_a_link_as_written_in_a_page_can_be_turned_into_an_address(app: App, agent: Actor) -> None:
    found = app.library.address(agent, "late-delivery-policy", "../standards/on-time.md#the-floor")
    assert found == "/article?slug=on-time#the-floor"
    assert app.library.address(agent, "late-delivery-policy", "../nowhere.md") is None


@pytest.mark.parametrize(
    "slug", ["gone", "", "../on-time", "ON-TIME", "x" * 100_000, "'; DROP TABLE article; --", "\x00"]
)
def test_what_is_not_there_is_not_found(app: App, agent: Actor, slug: str) -> None:
    with pytest.raises(NotFound):
        app.library.article(agent, slug)


def test_browsing_counts_what_else_could_be_chosen(app: App, agent: Actor) -> None:
    whole = app.library.browse(agent)
    assert [card.slug for card in whole.articles] == [
        "why",
        "on-time",
        "late-delivery",
        "late-delivery-policy",
        "vocabulary",
    ]
    assert whole.kinds == {"philosophy": 1, "standard": 1, "playbook": 1, "policy": 2}
    assert whole.tags == {"delivery": 2, "promise": 1, "start": 1}
    tagged = app.library.browse(agent, tag="delivery")
    assert tagged.kinds == {"standard": 1, "playbook": 1}
    both = app.library.browse(agent, kind="playbook", tag="delivery")
    assert [card.slug for card in both.articles] == ["late-delivery"]
    assert both.tags == {"delivery": 1}
    assert app.library.browse(agent, kind="nothing").articles == ()


def test_recent_articles_come_newest_first_and_no_more_than_asked(app: App, agent: Actor) -> None:
    assert [card.title for card in app.library.recent(agent, 2)] == ["Late delivery", "Late delivery policy"]
    assert app.library.recent(agent, 0) == ()
    assert app.library.recent(agent, -1) == ()
