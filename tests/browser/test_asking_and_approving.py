"""Two people at two windows: one asks, the other approves, and neither reloads anything."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CASE = (
    "/remedy?complaint=arrived_damaged&days_since_delivery=3&order_value=40&delivery_fee=3.99"
    "&photo=yes&in_stock=no&customer=C-20481&ticket=T-7"
)


def become(page: Page, name: str) -> None:
    """In the demonstration, look as somebody else."""
    page.locator(".st-key-cb_person button").click()
    page.get_by_role("menuitem", name=name).click()
    expect(page.locator(".cb-strip")).to_contain_text(name)


def test_an_agent_asks_a_lead_approves_and_both_see_it_at_once(
    cold_address: str, open_page: Callable[..., Page]
) -> None:
    agent, lead = open_page(), open_page()
    lead.goto(cold_address + "/approvals")
    become(lead, "Team lead")
    expect(lead.get_by_text("Nothing waits for your answer.")).to_be_visible()

    agent.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=cold_address)
    agent.goto(cold_address + CASE)
    offer = agent.locator("[class*='st-key-cb_offer_green_goodwill']")
    offer.get_by_role("button", name="Ask lead").click()
    amount = agent.locator(".st-key-cb_form").get_by_label("Amount to ask for")
    expect(amount).to_be_focused()
    amount.fill("15")
    agent.get_by_label("Note, for whoever decides").fill("It was a birthday present")
    agent.get_by_role("button", name="Ask the lead").click()
    waiting = agent.locator(".cb-request-line")
    expect(waiting).to_contain_text("Waiting")

    # The lead's screen fills by itself.
    request = lead.locator(".cb-brief").first
    expect(request).to_contain_text("C-20481")
    expect(lead.locator(".cb-waiting").first).to_have_text("1")
    lead.get_by_label("Amount, GBP").fill("12")
    for duty in lead.locator("[data-testid='stCheckbox'] label").all():
        duty.click()
    lead.get_by_role("button", name="Approve", exact=True).click()
    expect(lead.get_by_text("sees it at once")).to_be_visible()

    # The agent has not touched anything.
    expect(waiting).to_contain_text("Approved £12.00")
    agent.get_by_role("button", name=re.compile("^Copy receipt")).first.click()
    expect(agent.get_by_text("Copied", exact=True)).to_be_visible()
    receipt = agent.evaluate("navigator.clipboard.readText()")
    assert "Amount: 12.00" in receipt
    assert "Customer: C-20481" in json.dumps(receipt)

    # And what was approved can be taken back.
    lead.get_by_role("button", name="Take back").click()
    lead.get_by_label("Why is it taken back?").fill("The customer chose the refund alone")
    lead.get_by_role("button", name="Take it back").click()
    expect(lead.get_by_text("Taken back since.")).to_be_visible()


def test_questions_are_answered_with_the_keyboard_alone(address: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(address + "/remedy?complaint=late_delivery")
    for known in range(1, 4):
        field = page.locator(".st-key-cb_question :is(input, [role=radio]):focus")
        expect(field).to_be_visible()
        if field.evaluate("each => each.tagName") == "INPUT":
            page.keyboard.type("2")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("n")
        expect(page.locator("[class*='st-key-cb_chip_known']")).to_have_count(known)
