import re

import pytest
from builders import SMALL_LIBRARY, a_page
from desk_of_changes import Team
from hypothesis import given
from hypothesis import strategies as st

from kb.library import NotFound
from kb.library.comparing import rendered_difference, source_difference


def publish(team: Team, slug: str, old: str, new: str) -> None:
    draft = team.approved(team.ana, slug, old, new)
    team.app.publishing.publish(team.max, draft.id, draft.version)


def test_every_revision_is_kept_and_can_be_read_as_it_was(any_team: Team) -> None:
    team = any_team
    publish(team, "on-time", "A week late", "Ten days late")
    publish(team, "on-time", "Ten days late", "Nine days late")
    assert [card.number for card in team.app.history.history(team.sam, "on-time")] == [3, 2, 1]
    assert [card.number for card in team.app.history.history(team.sam, "on-time", limit=2)] == [3, 2]
    first = team.app.history.revision(team.sam, "on-time", 1)
    assert first.source == SMALL_LIBRARY["standards/on-time.md"]
    assert first.html is not None
    assert '<a href="/article?slug=why">why</a>' in first.html
    assert not first.card.live


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_a_revision_that_is_not_there_is_not_found(team: Team, number: int) -> None:
    with pytest.raises(NotFound):
        team.app.history.revision(team.ana, "on-time", number)
    with pytest.raises(NotFound):
        team.app.history.compare(team.ana, "on-time", 1, number)
    with pytest.raises(NotFound):
        team.app.drafts.restore(team.ana, "on-time", number)
    with pytest.raises(NotFound):
        team.app.history.history(team.ana, "nowhere")


def test_two_revisions_beside_each_other(team: Team) -> None:
    publish(team, "on-time", "A week late", "Ten days late")
    found = team.app.history.compare(team.sam, "on-time", 1, 2)
    (hunk,) = found.hunks
    marked = [(line.change, line.old, line.new, line.text) for line in hunk.lines if line.change != "same"]
    assert marked == [
        ("old", 16, None, "A week late is too late."),
        ("new", None, 16, "Ten days late is too late."),
    ]
    (gone,) = [line for line in hunk.lines if line.change == "old"]
    assert [part.text for part in gone.parts if part.changed] == ["A", "week"]
    assert found.html is not None
    assert "<del>A</del><ins>Ten</ins>" in found.html
    assert found.verdicts is None
    assert team.app.history.compare(team.sam, "on-time", 2, 2).hunks == ()


def test_two_revisions_of_a_policy_say_what_is_decided_otherwise(team: Team) -> None:
    publish(team, "late-delivery-policy", "min(10, 2 x Days late)", "min(25, 2 x Days late)")
    verdicts = team.app.history.compare(team.ana, "late-delivery-policy", 1, 2).verdicts
    assert verdicts is not None
    assert [(change.kind, change.remedy) for change in verdicts.changes] == [("looser", "goodwill_credit")]
    assert "Goodwill credit is looser" in str(verdicts)
    publish(team, "late-delivery-policy", "Say sorry first", "Apologise first")
    same = team.app.history.compare(team.ana, "late-delivery-policy", 2, 3).verdicts
    assert same is not None


def test_an_earlier_revision_comes_back_as_a_draft(team: Team) -> None:
    publish(team, "on-time", "A week late", "Ten days late")
    draft = team.app.drafts.restore(team.ana, "on-time", 1)
    assert (draft.text, draft.card.base) == (SMALL_LIBRARY["standards/on-time.md"], 2)
    assert "Ten days" in team.live("on-time")
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    draft = team.app.reviews.approve(team.max, draft.id, draft.version)
    team.app.publishing.publish(team.max, draft.id, draft.version)
    newest = team.app.history.history(team.ana, "on-time")[0]
    assert (newest.origin, newest.note, newest.parent) == ("restore", "Restored revision 1", 2)
    assert team.live("on-time") == SMALL_LIBRARY["standards/on-time.md"]


def test_a_comparison_never_carries_what_a_page_may_not(team: Team) -> None:
    odd = a_page(
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>\n", title="Odd"
    )
    draft = team.app.drafts.start_new(team.ana, "odd", "help", text=odd)
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    draft = team.app.reviews.approve(team.lea, draft.id, draft.version)
    team.app.publishing.publish(team.max, draft.id, draft.version)
    publish(team, "odd", "alert(1)</script>", "alert(2)</script><iframe src=//x>")
    html = team.app.history.compare(team.sam, "odd", 1, 2).html
    assert html is not None
    assert "<script" not in html
    assert "<iframe" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_rows_items_and_words_are_marked_where_they_are() -> None:
    row = "<tr><td>B</td><td>2</td></tr>"
    old = f"<table><tbody><tr><td>A</td><td>1 pound</td></tr>{row}</tbody></table><p>x</p>"
    new = "<table><tbody><tr><td>A</td><td>9 pound</td></tr></tbody></table><ul><li>new</li></ul><p>x</p>"
    assert rendered_difference(old, new) == (
        "<table><tbody><tr><td>A</td><td><del>1</del><ins>9</ins> pound</td></tr>"
        "<tr><td><del>B</del></td><td><del>2</del></td></tr></tbody></table>"
        "<ul><li><ins>new</ins></li></ul><p>x</p>"
    )


PAGES = st.lists(st.sampled_from(["a b", "c", "", "d e f", "g\th", "é", "a"]), max_size=8).map("\n".join)


@given(PAGES, PAGES)
def test_hunks_hold_every_change_and_number_their_lines_rightly(old: str, new: str) -> None:
    before, after = old.splitlines(), new.splitlines()
    hunks = source_difference(old, new)
    gone, come = set(range(len(before))), set(range(len(after)))
    for line in (line for hunk in hunks for line in hunk.lines):
        if line.old is not None:
            assert before[line.old - 1] == line.text or line.change == "same"
        if line.new is not None:
            assert after[line.new - 1] == line.text
        if line.change == "old" and line.old is not None:
            gone.discard(line.old - 1)
        if line.change == "new" and line.new is not None:
            come.discard(line.new - 1)
    kept = ["\n".join([before[n] for n in sorted(gone)]), "\n".join([after[n] for n in sorted(come)])]
    assert kept[0] == kept[1], "what no hunk marks is the same on both sides"
    assert bool(hunks) == (old != new)


BLOCKS = st.lists(
    st.sampled_from(
        [
            "<p>one two</p>",
            "<p>one <em>2</em></p>",
            '<h2 id="x">H</h2>',
            "<ul><li>a</li><li>b c</li></ul>",
            "<hr>",
        ]
    ),
    max_size=6,
).map("".join)


@given(BLOCKS, BLOCKS)
def test_without_what_went_a_rendered_difference_reads_as_the_new_page(old: str, new: str) -> None:
    def words(html: str) -> list[str]:
        return re.sub(r"<[^>]+>", " ", html).split()

    found = rendered_difference(old, new)
    assert words(re.sub(r"<del>.*?</del>", "", found)) == words(new)
    assert words(re.sub(r"<ins>.*?</ins>", "", found)) == words(old)
