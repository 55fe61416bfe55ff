"""No screen shuts anybody out: axe finds nothing serious on any of them, in light and in dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SCREENS = (
    "/",
    "/?q=refund",
    "/?q=zzzzqqq",
    "/library",
    "/start",
    "/article?slug=arrived-damaged",
    "/article?slug=arrived-damaged-policy",
    "/article?slug=trust-over-scripts&path=start-here",
    "/article?slug=legal-floor",
    "/article?slug=nowhere",
    "/people",
    "/approvals",
    "/remedy",
    "/remedy?complaint=arrived_damaged",
    "/remedy?complaint=arrived_damaged&days_since_delivery=3&order_value=40&photo=yes",
    "/remedy?complaint=arrived_damaged&days_since_delivery=3&order_value=40&photo=yes&customer=C-1&ticket=T-1",
)


def serious(found: dict[str, Any]) -> list[str]:
    """The violations that keep somebody from using a page, each with where it is."""
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_screen(
    scheme: str, address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(color_scheme=scheme)
    faults = {}
    for screen in SCREENS:
        page.goto(address + screen)
        expect(page.locator("h1").first).to_be_attached()
        expect(page.locator("[data-stale=true]")).to_have_count(0)
        found = serious(Axe().run(page).response)
        if found:
            faults[screen] = found
    assert not faults, "\n".join(f"{screen}: {fault}" for screen, each in faults.items() for fault in each)


def test_axe_would_find_a_fault_if_there_were_one(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(address + "/start")
    expect(page.locator("h1").first).to_be_attached()
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend',"
        " '<button></button><p style=\"color:#ccc;background:#fff\">words</p>')"
    )
    found = serious(Axe().run(page).response)
    assert {fault.split(" ")[0] for fault in found} >= {"button-name", "color-contrast"}
