from pathlib import Path

from builders import SMALL_LIBRARY, VOCABULARY, write_pages

from kb.access import Actor
from kb.app import App


def test_a_page_is_found_by_misspelt_words_and_opened_at_its_heading(app: App, agent: Actor) -> None:
    hit = app.search.search(agent, "trakcing").hits[0]
    assert (hit.slug, hit.anchor) == ("late-delivery", "first-the-tracking")


def test_a_playbook_is_found_by_what_customers_say(app: App, agent: Actor) -> None:
    assert app.search.search(agent, "where is my parcel").hits[0].slug == "late-delivery"
    words = {entry.slug: entry.words for entry in app.search.titles(agent)}
    assert words["late-delivery"] == ("Late delivery", "where is my parcel", "it should be here by now")
    assert words["on-time"] == ("punctuality",)


def test_new_words_of_customers_reach_a_playbook_that_did_not_change(
    app: App, manager: Actor, tmp_path: Path
) -> None:
    assert not app.search.search(manager, "flamingo", correct=False).hits
    changed = VOCABULARY.replace("where is my parcel;", "where is my flamingo;")
    app.library.import_folder(manager, write_pages(tmp_path / "v", {"policies/vocabulary.md": changed}))
    hits = app.search.search(manager, "where is my flamingo").hits
    assert "late-delivery" in {hit.slug for hit in hits}


def test_titles_come_with_their_kinds_in_order(app: App, agent: Actor) -> None:
    titles = app.search.titles(agent)
    assert len(titles) == len(SMALL_LIBRARY)
    assert [entry.title for entry in titles] == sorted((entry.title for entry in titles), key=str.casefold)
