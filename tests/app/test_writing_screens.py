"""Writing on screen: kept as typed, never overwritten, judged by somebody else, and comparable for ever."""

import pytest
from screens import Screen, Visit

from kb.access import Actor
from kb.app import App
from pages.shell import opening

SLUG = "late-delivery"


def person(role: str) -> Actor:
    return next(each for each in opening.opened().people.everyone() if each.role == role)


def press(screen: Screen, label: str) -> Screen:
    next(button for button in screen.tester.button if button.label == label).click()
    return screen.again()


def type_in(screen: Screen, draft: int, text: str, serial: int, version: int | None = None) -> Screen:
    """Send what the editor's script would send."""
    told = screen.data(f"cb_editor_{draft}")
    sent = {"text": text, "version": version or told["version"], "serial": serial}
    screen.tester.session_state[f"cb_editor_{draft}"] = {"typed": sent}
    return screen.again()


def begun(visit: Visit, role: str = "manager") -> tuple[Screen, int, App]:
    screen = visit("edit", person=role, slug=SLUG)
    app = opening.opened()
    return screen, app.drafts.list(person(role), SLUG)[0].id, app


def test_a_text_is_kept_as_it_is_typed_and_shown_as_its_readers_would_see_it(visit: Visit) -> None:
    screen, draft, app = begun(visit)
    text = screen.data(f"cb_editor_{draft}")["text"] + "\n\nA **bold** new end.\n"
    type_in(screen, draft, text, 1)
    assert app.drafts.open(person("manager"), draft).text == text
    assert screen.data(f"cb_editor_{draft}")["saved"]
    assert "<strong>bold</strong> new end" in screen.html
    assert "bold" not in app.library.article(person("manager"), SLUG).html


def test_whoever_saves_second_is_offered_both_merged_and_loses_nothing(visit: Visit) -> None:
    screen, draft, app = begun(visit)
    told = screen.data(f"cb_editor_{draft}")
    base, version = told["text"], told["version"]
    app.drafts.save(person("lead"), draft, version, base + "\n\nTheirs at the end.\n")
    mine = (
        base.replace("---\n", "---\ntags: [mine]\n", 1)
        if "tags:" not in base
        else base.replace("tags: [", "tags: [mine, ", 1)
    )
    type_in(screen, draft, mine, 1, version)
    assert "saved this draft while you were writing" in screen.words
    assert "mine" in screen.words
    assert "Theirs at the end." in screen.words
    assert "Theirs at the end." in app.drafts.open(person("manager"), draft).text  # not overwritten
    press(screen, "Take the merged text")
    merged = app.drafts.open(person("manager"), draft).text
    assert "mine" in merged
    assert "Theirs at the end." in merged
    assert screen.data(f"cb_editor_{draft}")["text"] == merged
    type_in(screen, draft, mine, 2, version)  # an older text of this window comes late
    assert app.drafts.open(person("manager"), draft).text == merged
    assert "while you were writing" in screen.words


def test_what_cannot_be_saved_is_told_and_stays_in_the_editor(visit: Visit) -> None:
    screen, draft, app = begun(visit)
    app.drafts.withdraw(person("manager"), draft)
    screen.again()
    assert "It was withdrawn; its text is kept below." in screen.words


def test_proposing_a_page_with_errors_says_every_one_by_its_line(visit: Visit) -> None:
    screen, draft, app = begun(visit)
    type_in(
        screen,
        draft,
        "---\nkind: playbook\ntitle: Late\n---\n<<<<<<< Yours\na\n=======\nb\n>>>>>>> Theirs\n",
        1,
    )
    assert "has not been settled" in screen.words
    press(screen, "Propose")
    assert "cannot go to readers yet" in screen.words
    assert app.drafts.open(person("manager"), draft).state == "draft"


def test_nobody_approves_their_own_change_and_somebody_else_publishes_it(visit: Visit) -> None:
    screen, draft, app = begun(visit, "lead")
    text = screen.data(f"cb_editor_{draft}")["text"] + "\n\nNew words for readers.\n"
    type_in(screen, draft, text, 1)
    press(screen, "Propose")
    assert app.drafts.open(person("lead"), draft).state == "proposed"
    own = screen.go("review", draft=str(draft))
    assert "somebody else approves it" in own.words
    assert "Approve" not in [button.label for button in own.tester.button]
    other = visit("review", person="manager")
    assert "1 change for you to judge" in other.words
    other.go("review", draft=str(draft))
    assert "New words for readers." in other.words
    press(other, "Send back")
    assert "Say why" in other.words
    press(other, "Approve")
    press(other, "Publish now")
    assert "readers see it now" in other.words
    assert "New words for readers." in app.library.article(person("agent"), SLUG).html


def test_history_compares_two_revisions_and_brings_one_back_as_a_draft(visit: Visit) -> None:
    screen, draft, app = begun(visit, "lead")
    type_in(screen, draft, screen.data(f"cb_editor_{draft}")["text"] + "\n\nSecond edition.\n", 1)
    view = app.drafts.propose(person("lead"), draft, app.drafts.open(person("lead"), draft).version)
    view = app.reviews.approve(person("manager"), draft, view.version)
    app.publishing.publish(person("manager"), draft, view.version)
    shown = visit("history", person="manager", slug=SLUG)
    assert "Revision 2" in shown.words
    assert "approved by" in shown.words
    assert "Second edition." in shown.words
    press(shown, "Restore revision 1 as a draft")
    restored = app.drafts.list(person("manager"), SLUG)
    assert [each.origin for each in restored] == ["restore"]
    assert f"/edit?draft={restored[0].id}" in shown.html


def test_a_new_page_is_begun_with_its_kind_title_and_address(visit: Visit) -> None:
    screen = visit("edit", person="agent", new="1")
    screen.tester.text_input(key="cb_new_title").set_value('Gifts: "wrapped"')
    press(screen, "Begin to write")
    (draft,) = opening.opened().drafts.list(person("agent"))
    assert draft.slug == "gifts-wrapped"
    assert draft.new
    assert "a new page at gifts-wrapped" in screen.words


@pytest.mark.parametrize("page", ["edit", "review", "stewardship"])
def test_what_is_not_theirs_is_refused_in_words(visit: Visit, page: str) -> None:
    assert "That is not yours to open" in visit(page, person="starter").words


@pytest.mark.parametrize("view", ["", "library", "gaps", "desk", "unread", "replay"])
def test_every_view_of_stewardship_says_something_when_there_is_nothing(visit: Visit, view: str) -> None:
    screen = visit("stewardship", person="manager", **({"view": view} if view else {}))
    assert "Stewardship" in screen.words
    assert "Something went wrong" not in screen.words


def test_a_move_is_shown_before_it_is_done(visit: Visit) -> None:
    screen = visit("stewardship", person="manager", view="move", slug=SLUG)
    screen.tester.text_input(key="cb_move_slug").set_value("slow-post")
    screen.again()
    press(screen, "Show what it would do")
    assert opening.opened().library.article(person("manager"), SLUG).slug == SLUG
    press(screen, "Move or rename: do it")
    assert opening.opened().library.article(person("manager"), SLUG).slug == "slow-post"


@pytest.mark.parametrize("wrong", ["0", "x", "99999999999999", "-1"])
def test_an_unknown_draft_is_told_in_words(visit: Visit, wrong: str) -> None:
    for page in ("edit", "review"):
        assert "That is not here" in visit(page, person="manager", draft=wrong).words
