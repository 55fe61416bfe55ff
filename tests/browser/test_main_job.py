"""The main job, as a person does it: from a misspelled search to a verdict with its reasons, and back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parents[2] / ".docs" / "pictures"
CURSOR = "document.activeElement?.shadowRoot?.activeElement?.id ?? document.activeElement?.id"


def take_picture(page: Page, name: str) -> None:
    """Overwrite a picture of the README, when asked to."""
    if os.environ.get("CAREBOOK_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def answer_what_is_asked(page: Page) -> None:
    """Answer the first question, then three others brought up by their chips."""
    page.get_by_label("Days since delivery").fill("3")
    page.keyboard.press("Enter")
    for question, value in (("Order value", "40"), ("Delivery fee", "3.99")):
        page.get_by_role("button", name=question).click()
        field = page.locator(".st-key-cb_question").get_by_label(question)
        expect(field).to_be_focused()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=f"{question}: {value}")).to_be_visible()
    page.get_by_role("button", name="Photo: not known").click()
    photo = page.get_by_role("radiogroup", name="Photo").get_by_role("radio", name="yes")
    expect(photo).to_be_visible()
    photo.click()


def test_an_agent_gets_from_a_misspelled_search_to_a_verdict_and_back(
    cold_address: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(cold_address)

    # The cursor is in the box on arrival; nobody has clicked anything.
    box = page.get_by_role("combobox", name="Search playbooks")
    expect(box).to_be_focused()
    expect(page.get_by_role("link", name="Arrived damaged").first).to_be_visible()
    page.keyboard.type("arived smahsed", delay=25)

    results = page.get_by_role("listbox", name="Results")
    playbook = (
        results.get_by_role("group", name="Playbooks")
        .get_by_role("option")
        .filter(has_text="Arrived damaged")
    )
    expect(playbook.first).to_be_visible()
    expect(results.get_by_role("group", name="Remedies")).to_contain_text("which remedy may I grant?")
    expect(page.get_by_text("instead")).to_be_visible()
    expect(page).to_have_url(f"{cold_address}/?q=arived%20smahsed")
    take_picture(page, "desk")

    # With the keyboard alone: down to the playbook, Enter opens it at its step.
    for _ in range(12):
        if playbook.first.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    step = (playbook.first.get_attribute("href") or "").partition("#")[2]
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Arrived damaged", level=1)).to_be_visible()
    assert "/article?slug=arrived-damaged" in page.url
    if step:
        expect(page.locator(f"[id='{step}']")).to_be_in_viewport()

    # On to the remedy: answer what is asked.
    page.get_by_role("link", name="which remedy may I grant?").click()
    expect(page.get_by_text("Nothing is certain yet.")).to_be_visible()
    answer_what_is_asked(page)

    verdicts = page.locator(".cb-verdict")
    refund = verdicts.filter(has_text="Must offer").filter(has_text="Refund")
    expect(refund).to_contain_text("£43.99")
    expect(refund).to_be_in_viewport(ratio=1)
    expect(verdicts.filter(has_text="May grant").filter(has_text="Price reduction")).to_contain_text(
        "up to £12.00"
    )
    expect(page.locator(".cb-source")).to_contain_text("arrived-damaged-policy")
    take_picture(page, "remedy")

    # Why: the rule and the clause; the clause leads to the standard that says so.
    refund.get_by_text("Why", exact=True).click()
    expect(refund.locator("details")).to_contain_text("Rule D1 must")
    refund.locator("details a").first.click()
    expect(page.locator(".cb-breadcrumb")).to_contain_text("Standards")
    expect(page.locator(".cb-found")).to_be_in_viewport()

    # Back, and everything is as it was left.
    page.go_back()
    expect(page.get_by_role("button", name="Days since delivery: 3")).to_be_visible()
    expect(refund).to_contain_text("£43.99")
    page.go_back()
    expect(page.get_by_role("heading", name="Arrived damaged", level=1)).to_be_visible()
    expect(page.locator(".cb-breadcrumb")).to_contain_text("Playbooks")
    page.go_back()
    expect(box).to_have_value("arived smahsed")
    expect(playbook.first).to_be_visible()
