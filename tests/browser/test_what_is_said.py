"""What a customer says, typed at the desk: the complaint it is; and what is kept when the server stops."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import serve

pytestmark = pytest.mark.browser


def test_customers_words_lead_to_their_complaint_and_the_search_is_kept_when_the_server_stops(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    data = tmp_path / "data"
    with serve(data) as address:
        page = open_page()
        page.goto(address)
        expect(page.get_by_role("combobox", name="Search playbooks")).to_be_focused()
        page.keyboard.type("your driver chucked it over the fence and its in bits", delay=15)
        remedies = page.get_by_role("listbox", name="Results").get_by_role("group", name="Remedies")
        first = remedies.get_by_role("option").first
        expect(first).to_contain_text("Arrived damaged")
        expect(first).to_contain_text("sounds like this")
        page.wait_for_timeout(1800)  # a moment of standing still is what makes a search meant
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}/remedy?complaint=arrived_damaged")
        page.goto(f"{address}/?q=jo@example.org parcel 4711")
        expect(page.get_by_role("listbox", name="Results").get_by_role("option").first).to_be_visible()
        page.wait_for_timeout(1800)
    rows = sqlite3.connect(data / "carebook.db").execute("SELECT words, opened FROM search_log").fetchall()
    assert rows == [
        ("your driver chucked it over the fence and its in bits", "remedy:arrived_damaged"),
        ("# parcel #", None),
    ]
