"""Two windows, one page: both texts are offered, nobody approves themselves, readers see the end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def open_as(page: Page, address: str, who: str, where: str) -> None:
    """Open a screen as one of the demonstration's people, in the session that picked them."""
    page.goto(address + "/library")
    key = page.locator(".st-key-cb_person button").first
    expect(key).to_be_visible()
    if who not in key.inner_text():
        key.click()
        page.get_by_role("menuitem", name=re.compile(f"^{who}")).click()
        expect(page.locator(".st-key-cb_person button").first).to_contain_text(who)
    lead_to(page, where)


def lead_to(page: Page, where: str) -> None:
    """Follow a link within the session, as a click on it would."""
    page.evaluate(
        "to => { const way = document.createElement('a'); way.href = to; document.body.append(way);"
        " way.click(); way.remove(); }",
        where,
    )


def put_in(page: Page, find: str, words: str) -> None:
    """Write `words` after `find` in the editor, as somebody who types there."""
    area = page.locator(".st-key-cb_text textarea")
    expect(area).to_have_value(re.compile(re.escape(find)))
    area.evaluate(
        "(area, find) => { area.focus(); const at = area.value.indexOf(find) + find.length;"
        " area.setSelectionRange(at, at); }",
        find,
    )
    page.keyboard.type(words, delay=5)


def test_two_windows_edit_one_page_and_nothing_is_lost(
    cold_address: str, open_page: Callable[..., Page]
) -> None:
    first, second = open_page(), open_page()
    open_as(first, cold_address, "Agent", "/edit?slug=late-delivery")
    expect(first.locator(".st-key-cb_text textarea")).to_be_visible()
    expect(first).to_have_url(re.compile(r"/edit\?draft=\d+"))
    where = "/edit?" + first.url.split("?", 1)[1]
    open_as(second, cold_address, "Team lead", "/edit?slug=late-delivery")
    expect(second.get_by_role("heading", level=1)).to_contain_text("is changing")
    second.locator(".cb-rows a").first.click()
    expect(second.locator(".st-key-cb_text textarea")).to_be_visible()

    put_in(first, "# Late delivery", "\n\nWords of the first window.")
    expect(first.locator(".st-key-cb_text .state")).to_contain_text(re.compile(r"Saved \d\d:\d\d:\d\d"))
    expect(first.locator(".st-key-cb_preview")).to_contain_text("Words of the first window.")
    area = second.locator(".st-key-cb_text textarea")
    area.evaluate("area => { area.focus(); area.setSelectionRange(area.value.length, area.value.length); }")
    second.keyboard.type("\nWords of the second window.\n", delay=5)
    expect(second.locator(".st-key-cb_merge")).to_contain_text("saved this draft while you were writing")
    expect(second.locator(".st-key-cb_text .state")).to_contain_text("Your text is kept here")
    expect(area).to_have_value(re.compile("Words of the second window"))
    second.get_by_role("button", name="Take the merged text").click()
    expect(area).to_have_value(re.compile(r"Words of the first window\.[\s\S]*Words of the second window\."))

    second.get_by_role("button", name="Propose").click()
    expect(second.locator(".cb-state")).to_contain_text("Proposed")
    lead_to(second, where.replace("/edit", "/review"))
    expect(second.locator(".st-key-cb_judgement")).to_contain_text("somebody else approves it")
    expect(second.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    third = open_page()
    open_as(third, cold_address, "Manager", "/review")
    third.locator(".cb-rows a").first.click()
    expect(third.locator(".cb-redlined")).to_contain_text("Words of the second window.")
    third.get_by_role("button", name="Approve", exact=True).click()
    third.get_by_role("button", name="Publish now").click()
    expect(third.locator(".cb-done")).to_contain_text("readers see it now")

    lead_to(first, "/article?slug=late-delivery")
    expect(first.locator(".cb-metadata")).to_contain_text("revision 2")
    for words in ("Words of the first window.", "Words of the second window."):
        expect(first.locator(".cb-prose").first).to_contain_text(words)
