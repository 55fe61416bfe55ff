"""The screens of those who write and judge shut nobody out either, in light and in dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_accessibility import serious
from test_two_writers import lead_to, open_as

pytestmark = pytest.mark.browser

SCREENS = (
    "/edit?slug=late-delivery",
    "/edit?new=1",
    "/history?slug=late-delivery",
    "/review",
    "/stewardship",
    "/stewardship?view=library",
    "/stewardship?view=desk",
    "/stewardship?view=replay",
    "/stewardship?view=move&slug=late-delivery",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_where_pages_are_written_and_judged(
    scheme: str, address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(color_scheme=scheme)
    open_as(page, address, "Manager", "/edit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Drafts")
    faults = {}
    for screen in SCREENS:
        lead_to(page, screen)
        page.wait_for_timeout(700)
        expect(page.locator("h1").first).to_be_attached()
        expect(page.locator("[data-stale=true]")).to_have_count(0)
        found = serious(Axe().run(page).response)
        if found:
            faults[screen] = found
    assert not faults, "\n".join(f"{screen}: {fault}" for screen, each in faults.items() for fault in each)
