"""Going about Carebook as in any web site: links, Back and Forward, pasted addresses, keys."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SCREENS = (
    "/",
    "/?q=refund",
    "/library",
    "/library?kind=policy",
    "/start",
    "/article?slug=arrived-damaged-policy",
    "/article?slug=care-is-more-than-service",
    "/article?slug=nowhere",
    "/remedy",
    "/remedy?complaint=arrived_damaged&days_since_delivery=3&order_value=40&photo=yes",
)


def become(page: Page, name: str) -> None:
    page.locator(".st-key-cb_person button").click()
    page.get_by_role("menuitem", name=name).click()
    expect(page.get_by_role("note")).to_contain_text(name)


def test_a_link_is_one_step_in_the_same_session_and_back_and_forward_work(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(address)
    become(page, "Manager")
    before = page.evaluate("history.length")
    ways = page.get_by_role("navigation", name="Carebook")
    ways.get_by_role("link", name="Library").click()
    expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()
    page.get_by_role("link", name="Standards").first.click()
    expect(page).to_have_url(f"{address}/library?kind=standard")
    page.get_by_role("link", name="Make it right").click()
    expect(page.get_by_role("heading", name="Make it right", level=1)).to_be_visible()
    assert page.evaluate("history.length") == before + 3
    expect(page.get_by_role("note")).to_contain_text("Manager")

    page.go_back()
    expect(page.locator(".cb-chip[aria-current]")).to_contain_text("Standards")
    page.go_back()
    expect(page.locator(".cb-chip[aria-current]")).to_contain_text("Everything")
    page.go_forward()
    expect(page.locator(".cb-chip[aria-current]")).to_contain_text("Standards")
    page.go_forward()
    expect(page.get_by_role("heading", name="Make it right", level=1)).to_be_visible()
    expect(page.get_by_role("note")).to_contain_text("Manager")


def test_a_deep_link_is_the_first_thing_a_cold_server_hears(
    cold_address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{cold_address}/article?slug=legal-floor")
    expect(page.locator(".cb-article h1")).to_be_visible()
    expect(page.get_by_role("navigation", name="Carebook")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_address_with_a_heading_opens_at_the_heading(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{address}/article?slug=arrived-damaged")
    last = page.locator(".cb-contents a").last
    place = last.get_attribute("href") or ""
    last.click()
    heading = page.locator(f"[id='{place.partition('#')[2]}']")
    expect(heading).to_be_in_viewport()
    other = open_page()
    other.goto(address + place)
    expect(other.locator(f"[id='{place.partition('#')[2]}']")).to_be_in_viewport()


def test_slash_and_control_k_lead_to_the_box_from_anywhere(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    for key in ("/", "Control+k"):
        page.goto(f"{address}/library")
        expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()
        page.wait_for_function("window.carebookRouter")  # it comes with the page, a moment after the words
        page.keyboard.press(key)
        expect(page.get_by_role("combobox", name="Search playbooks")).to_be_focused()
    page.keyboard.type("w/o", delay=20)
    expect(page.get_by_role("combobox", name="Search playbooks")).to_have_value("w/o")


def test_titles_are_there_at_the_key_itself_and_escape_empties_the_box(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(address)
    box = page.get_by_role("combobox", name="Search playbooks")
    expect(box).to_be_focused()
    expect(page.get_by_role("link", name="Billed twice").first).to_be_visible()
    page.keyboard.type("billed")
    assert page.get_by_role("option").filter(has_text="Billed twice").count(), (
        "painted without asking the server"
    )
    expect(page.locator(".cb-home")).to_be_hidden()
    expect(page.get_by_role("option").filter(has=page.locator("mark")).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(page.locator(".cb-home")).to_be_visible()
    expect(page).to_have_url(f"{address}/")


def test_a_correction_can_be_taken_back_with_one_key(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{address}/?q=refnud")
    expect(page.get_by_text("Showing refund; search refnud instead")).to_be_visible()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Searching exactly refnud")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing found for “refnud”")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("option").first).to_be_visible()


def test_the_desk_link_empties_a_search_and_back_brings_it_again(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{address}/?q=parcel")
    box = page.get_by_role("combobox", name="Search playbooks")
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("link", name="Desk", exact=True).click()
    expect(box).to_have_value("")
    expect(page.locator(".cb-home")).to_be_visible()
    page.go_back()
    expect(box).to_have_value("parcel")
    expect(page.get_by_role("option").first).to_be_visible()


def test_another_complaint_starts_from_what_is_already_known(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{address}/remedy?complaint=arrived_damaged&order_value=40")
    page.get_by_role("button", name="Order value: 40.00").click()
    field = page.locator(".st-key-cb_question").get_by_label("Order value")
    expect(field).to_have_value("40")
    field.fill("55")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/remedy?complaint=arrived_damaged&order_value=55")
    page.get_by_role("link", name="Wrong item").click()
    expect(page.get_by_role("heading", name="Wrong item", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Order value: 55.00")).to_be_visible()


def test_on_a_phone_the_verdict_in_one_line_leads_to_the_whole(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(390, 844)
    page.goto(f"{address}/remedy?complaint=arrived_damaged&days_since_delivery=3")
    glance = page.locator(".cb-glance")
    expect(glance).to_contain_text("Must offer Refund")
    expect(glance).to_be_in_viewport()
    glance.click()
    expect(page.locator("#cb-board")).to_be_in_viewport()
    expect(page.get_by_label("Days since delivery")).to_have_value("3")


@pytest.mark.parametrize("path", SCREENS)
def test_a_phone_shows_every_screen_without_scrolling_sideways(
    address: str, open_page: Callable[..., Page], asked_elsewhere: Any, path: str
) -> None:
    page = open_page(390, 844, color_scheme="dark")
    with asked_elsewhere(page, address) as away:
        page.goto(address + path)
        expect(page.locator(".cb-page").first).to_be_attached()
        expect(page.get_by_role("navigation", name="Carebook")).to_be_visible()
        page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert away == [], "nothing is asked of any other host"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_ours(address: str, open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.goto(address)
    expect(page.locator(".cb-home")).to_be_visible()
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert paper == {"light": "rgb(251, 248, 243)", "dark": "rgb(27, 25, 23)"}[scheme]
    for part in ("stToolbar", "stMainMenu", "stAppDeployButton", "stHeader"):
        expect(page.get_by_test_id(part)).not_to_be_visible()
