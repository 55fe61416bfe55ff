"""Paths, questions, acknowledgements and changes, as a reader meets them on the screens."""

from pathlib import Path

import pytest
from builders import SMALL_LIBRARY, write_pages
from screens import Screen, Visit

from pages.parts.pieces import cut
from pages.shell import opening

PATH = (
    "---\nkind: help\ntitle: First week\npath: yes\nowner: Head of care\n---\n# First week\n\n"
    "## Believe\n\n1. [Why](../philosophy/why.md): because of them\n\n"
    "## Do\n\n1. [On time](../standards/on-time.md)\n"
)
QUESTION = (
    "\n```scenario\ncomplaint: late_delivery\nfacts: days late = 9, order value = 30\n"
    "remedy: Goodwill credit\nquestion: What may you give?\nwhy: Say sorry *first*.\n```\n\nAfter it.\n"
)


@pytest.fixture(autouse=True)
def lessons(content_dir: Path) -> None:
    on_time = SMALL_LIBRARY["standards/on-time.md"].replace(
        "kind: standard", "kind: standard\nacknowledge: yes"
    )
    pages = {
        "help/first-week.md": PATH,
        "philosophy/why.md": SMALL_LIBRARY["philosophy/why.md"] + QUESTION,
        "standards/on-time.md": on_time,
    }
    write_pages(content_dir, pages)


def press(screen: Screen, label: str) -> Screen:
    found = [button for button in screen.tester.button if button.label.startswith(label)]
    assert found, f"no button `{label}` among {[button.label for button in screen.tester.button]}"
    found[0].click()
    return screen.again()


def change(content_dir: Path, old: str, new: str) -> None:
    page = content_dir / "standards" / "on-time.md"
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")
    app = opening.opened()
    manager = next(person for person in app.people.everyone() if person.role == "manager")
    app.library.import_folder(manager, content_dir)


def test_the_map_says_where_you_are_how_long_it_takes_and_leads_on(visit: Visit) -> None:
    screen = visit("start", person="starter")
    for words in (
        "First week",
        "Begin: Why we care",
        "2 steps",
        "Because of them",
        "Believe",
        "1 question open",
    ):
        assert words in screen.words
    assert 'href="/article?slug=why&amp;path=first-week"' in screen.html
    assert "Head of care" in screen.words
    assert 'aria-current="step"' in screen.html


def test_a_path_is_read_step_by_step_and_at_its_end_says_so(visit: Visit) -> None:
    screen = visit("article", person="starter", slug="why", path="first-week")
    assert "Step 1 of 2" in screen.words
    assert "1 question on this page still open" in screen.words
    screen.tester.radio[0].set_value("may|goodwill_credit||1000")
    press(screen, "Answer")
    assert "Right" in screen.words
    press(screen, "Read, next: On time")
    assert dict(screen.tester.query_params) == {"slug": "on-time", "path": "first-week"}
    assert "Step 2 of 2" in screen.words
    press(screen, "Read, back to the map")
    screen.go("start")
    assert "You have been all the way" in screen.words


def test_a_question_stands_between_the_pieces_of_the_text_and_explains_itself(visit: Visit) -> None:
    screen = visit("article", slug="why")
    assert "scenario" not in screen.words
    assert "a case to decide." not in screen.words
    assert screen.words.index("People.") < screen.words.index("What may you give?")
    assert screen.words.index("What may you give?") < screen.words.index("After it.")
    assert "£30.00" in screen.words
    press(screen, "Answer")
    assert "Pick one of them first." in screen.words
    screen.tester.radio[0].set_value("never|goodwill_credit||")
    press(screen, "Answer")
    for words in ("Not quite", "The policy says:", "£10.00", "Rule L2", "Say sorry *first*."):
        assert words in screen.words
    screen.tester.radio[0].set_value("may|goodwill_credit||1000")
    press(screen, "Answer again")
    assert "Right" in screen.words


def test_a_question_that_cannot_be_asked_says_so_instead(visit: Visit, content_dir: Path) -> None:
    page = content_dir / "philosophy" / "why.md"
    page.write_text(page.read_text("utf-8").replace("late_delivery", "lost_parcel"), "utf-8")
    screen = visit("article", slug="why")
    assert "it cannot be asked" in screen.words
    assert not screen.tester.radio
    assert "After it." in screen.words


def test_a_page_is_acknowledged_with_one_button_and_asks_again_with_the_change_alone(
    visit: Visit, content_dir: Path
) -> None:
    assert "To acknowledge On time" in visit().words
    screen = visit("article", slug="on-time")
    press(screen, "I have read this page")
    assert "You acknowledged revision 1" in screen.words
    assert "To acknowledge" not in screen.go().words
    change(content_dir, "A week late is too late.", "Five days late is too late.")
    assert "changed since you acknowledged revision 1" in screen.go().words
    screen.go("article", slug="on-time")
    assert "Changed since you acknowledged revision 1" in screen.words
    assert "<del>" in screen.html
    assert ">Five days" in screen.html
    press(screen, "I have read what changed")
    assert "You acknowledged revision 2" in screen.words


def test_an_act_of_somebody_let_go_meanwhile_changes_nothing_and_shows_no_traceback(visit: Visit) -> None:
    screen = visit("article", slug="on-time", person="agent")
    app = opening.opened()
    people = {person.role: person for person in app.people.everyone()}
    app.staff.deactivate(people["manager"], people["agent"].id)
    press(screen, "I have read this page")
    states = {row.state for row in app.acknowledgements.overview(people["manager"])}
    assert states == {"never"}


def test_an_unknown_path_leads_to_the_first(visit: Visit) -> None:
    screen = visit("start", path="nonsense")
    assert "There is no path nonsense" in screen.words
    assert "Begin: Why we care" in screen.words


def test_an_article_is_cut_only_at_blocks_that_stand_in_the_open() -> None:
    block = "<pre><code>a &lt; b\n</code></pre>"
    html = f'<ul><li>{block}</li></ul><p title="x > y">one<br></p>{block}<p>two</p>{block}'
    assert cut(html, ["a < b\n"]) == [
        f'<ul><li>{block}</li></ul><p title="x > y">one<br></p>', 0, f"<p>two</p>{block}",
    ]  # fmt: skip
    assert cut(html, []) == [html]
    assert cut(html, ["c"]) == [html]
