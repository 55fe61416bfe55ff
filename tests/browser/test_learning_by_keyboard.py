"""A new starter's first minutes, without a mouse: the map, a page, a question, the next page, and back."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_accessibility import serious

pytestmark = pytest.mark.browser


def become(page: Page, name: str) -> None:
    page.locator(".st-key-cb_person button").click()
    page.get_by_role("menuitem", name=name).click()
    expect(page.get_by_role("note").first).to_contain_text(name)


def test_a_starter_reads_answers_and_goes_on_by_keyboard_alone(
    cold_address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(f"{cold_address}/start")
    become(page, "New starter")
    page.get_by_role("link", name="Begin: Care is more than service").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Your path")).to_contain_text("Step 1 of 13")

    before = page.evaluate("history.length")
    page.get_by_role("button", name="Read, next: Trust over scripts").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Trust over scripts", level=1)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("navigation", name="Your path")).to_contain_text("Step 2 of 13")
    assert page.evaluate("history.length") == before + 1

    # The last choice first, which is wrong here; then the right one, found with the arrows.
    check = page.locator("[class*='st-key-cb_check_0']")
    check.get_by_role("radio").last.focus()
    page.keyboard.press("Space")
    answer = check.get_by_role("button", name="Answer")
    answer.focus()
    page.keyboard.press("Enter")
    expect(check.get_by_role("status")).to_contain_text("Not quite")
    expect(check.get_by_role("status")).to_contain_text("£38.95")
    checked = check.get_by_role("radio", checked=True)
    checked.focus()
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    answer.focus()
    page.keyboard.press("Enter")
    expect(check.get_by_role("status")).to_contain_text("Right")
    expect(page.locator(".cb-still-open")).to_have_count(0)

    page.go_back()
    expect(page.get_by_role("heading", name="Care is more than service", level=1)).to_be_visible()
    page.get_by_role("link", name="Start here", exact=True).first.click()
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "8")
    expect(page.get_by_role("link", name="Go on: Trust over scripts")).to_be_visible()


def test_on_a_phone_in_the_dark_a_question_fits_and_can_be_answered(
    address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(390, 844, color_scheme="dark")
    page.goto(f"{address}/article?slug=when-we-failed-act-fast&path=start-here")
    check = page.locator("[class*='st-key-cb_check_0']")
    check.get_by_text("Order the new one while they listen").click()
    check.get_by_role("button", name="Answer").click()
    expect(check.get_by_role("status")).to_contain_text("Right")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_an_answer_given_or_a_person_open(
    address: str, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    page.goto(f"{address}/article?slug=when-we-failed-act-fast")
    check = page.locator("[class*='st-key-cb_check_0']")
    check.get_by_text("Wait for the picture").click()
    check.get_by_role("button", name="Answer").click()
    expect(check.get_by_role("status")).to_contain_text("Not quite")
    faults = serious(Axe().run(page).response)
    become(page, "Manager")
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Team lead").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    faults += serious(Axe().run(page).response)
    assert not faults, "\n".join(faults)
