from datetime import timedelta
from pathlib import Path

import pytest
from builders import NOW, a_page
from desk_of_changes import Team, team_at

from kb.access import OPERATOR, Refused
from kb.library import NotFound
from kb.library.drafting import BadAddress, NeedsComment, NotApproved, Stale, Unfit, WrongStep


def test_a_change_goes_from_draft_to_readers_and_the_live_page_waits(any_team: Team) -> None:
    team, app = any_team, any_team.app
    before = team.live("on-time")
    draft = team.changed(team.ana, "on-time", "A week late", "Eight days late")
    assert (draft.state, draft.version, draft.card.base) == ("draft", 2, 1)
    draft = app.drafts.propose(team.ana, draft.id, draft.version)
    assert [card.id for card in app.reviews.queue(team.max)] == [draft.id]
    draft = app.reviews.approve(team.max, draft.id, draft.version, "Good.")
    assert (draft.state, draft.card.approvals) == ("approved", ("Max",))
    assert team.live("on-time") == before
    draft = app.publishing.publish(team.mia, draft.id, draft.version)
    assert (draft.state, draft.revision) == ("published", 2)
    assert team.live("on-time") == draft.text
    newest = app.history.history(team.ana, "on-time")[0]
    assert (newest.author, newest.approved_by, newest.origin) == ("Ana", ("Max",), "draft")
    assert "Eight days late" in app.library.article(team.sam, "on-time").html
    assert app.audit.verify(OPERATOR).problems == ()


def test_whoever_had_a_hand_in_a_change_does_not_approve_it(team: Team) -> None:
    draft = team.changed(team.max, "on-time", "A week", "Ten days")
    draft = team.app.drafts.save(team.mia, draft.id, draft.version, draft.text + "\nMore.\n")
    draft = team.app.drafts.propose(team.max, draft.id, draft.version)
    for own in (team.max, team.mia):
        with pytest.raises(Refused, match="colleague"):
            team.app.reviews.approve(own, draft.id, draft.version)
    assert team.app.drafts.open(team.max, draft.id).state == "proposed"


def test_a_team_of_one_may_approve_itself_where_the_setting_says_so(tmp_path: Path) -> None:
    with team_at(tmp_path, self_approval=True) as team:
        draft = team.changed(team.max, "on-time", "A week", "Ten days")
        draft = team.app.drafts.propose(team.max, draft.id, draft.version)
        assert team.app.reviews.approve(team.max, draft.id, draft.version).state == "approved"


def test_leads_judge_playbooks_and_help_and_nothing_else(team: Team) -> None:
    app = team.app
    playbook = team.changed(team.ana, "late-delivery", "Ask the carrier", "Call the carrier")
    playbook = app.drafts.propose(team.ana, playbook.id, playbook.version)
    standard = team.changed(team.ana, "on-time", "A week", "Ten days")
    standard = app.drafts.propose(team.ana, standard.id, standard.version)
    assert [card.id for card in app.reviews.queue(team.lea)] == [playbook.id]
    with pytest.raises(Refused, match="manager"):
        app.reviews.approve(team.lea, standard.id, standard.version)
    with pytest.raises(Refused, match="manager"):
        app.reviews.return_(team.lea, standard.id, standard.version, "No.")
    assert app.reviews.approve(team.lea, playbook.id, playbook.version).state == "approved"
    with pytest.raises(Refused):
        app.publishing.publish(team.lea, playbook.id, playbook.version)


def test_a_lead_cannot_judge_a_standard_that_calls_itself_a_playbook(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "kind: standard", "kind: playbook")
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    with pytest.raises(Refused):
        team.app.reviews.approve(team.lea, draft.id, draft.version)


def test_a_policy_needs_two_where_two_others_may_approve(team: Team) -> None:
    draft = team.changed(team.ana, "late-delivery-policy", "Say sorry first", "Apologise first")
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    assert draft.card.approvals_needed == 2
    draft = team.app.reviews.approve(team.max, draft.id, draft.version)
    assert draft.state == "proposed"
    draft = team.app.reviews.approve(team.max, draft.id, draft.version)
    assert (draft.state, draft.card.approvals) == ("proposed", ("Max",)), "one person counts once"
    assert team.app.reviews.approve(team.mia, draft.id, draft.version).state == "approved"


def test_an_edit_after_approval_voids_it(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    draft = team.app.drafts.save(team.ana, draft.id, draft.version, draft.text + "\nOne more thing.\n")
    assert (draft.state, draft.card.approvals) == ("draft", ())
    assert all(review.void for review in draft.reviews)
    with pytest.raises(WrongStep):
        team.app.publishing.publish(team.max, draft.id, draft.version)
    back = team.app.drafts.save(team.ana, draft.id, draft.version, draft.text[: -len("\nOne more thing.\n")])
    again = team.app.drafts.propose(team.ana, back.id, back.version)
    assert again.card.approvals == (), "a void approval does not come back with the text"


def test_saying_that_a_change_is_minor_after_approval_voids_it_too(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    draft = team.app.drafts.describe(team.ana, draft.id, draft.version, "Only a typo", material=False)
    assert (draft.state, draft.card.note, draft.card.material) == ("draft", "Only a typo", False)


def test_saving_the_same_text_again_changes_nothing(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    same = team.app.drafts.save(team.ana, draft.id, draft.version - 1, draft.text)
    assert (same.state, same.version) == ("approved", draft.version), "an answer may be lost on the way"


def test_sending_back_needs_the_reason_and_the_author_is_told(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    with pytest.raises(NeedsComment):
        team.app.reviews.return_(team.max, draft.id, draft.version, " \n ")
    draft = team.app.reviews.return_(team.max, draft.id, draft.version, "Says who?\nAsk legal.")
    assert (draft.state, draft.reviews[-1].comment) == ("returned", "Says who?\nAsk legal.")
    assert team.app.drafts.propose(team.ana, draft.id, draft.version).state == "proposed"


def test_a_judgement_names_the_text_that_was_read(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    newer = team.app.drafts.save(team.ana, draft.id, draft.version, draft.text + "\nMore.\n")
    newer = team.app.drafts.propose(team.ana, newer.id, newer.version)
    with pytest.raises(Stale):
        team.app.reviews.approve(team.max, draft.id, draft.version)
    with pytest.raises(Stale):
        team.app.reviews.return_(team.max, draft.id, draft.version, "No.")


def test_what_is_withdrawn_or_published_is_over(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    gone = team.app.drafts.withdraw(team.ana, draft.id)
    assert gone.state == "withdrawn"
    for step in (team.app.drafts.propose, lambda *a: team.app.drafts.save(*a, "x")):
        with pytest.raises(WrongStep):
            step(team.ana, draft.id, draft.version)
    assert "Ten days" in team.app.drafts.open(team.ana, draft.id).text, "what was typed is kept"
    assert [card.id for card in team.app.drafts.list(team.ana, ended=True)] == [draft.id]


def test_drafts_are_open_to_their_editors_the_owner_and_reviewers_alone(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    assert team.app.drafts.list(team.ben) == ()
    for step in (
        lambda: team.app.drafts.open(team.ben, draft.id),
        lambda: team.app.drafts.save(team.ben, draft.id, draft.version, "mine"),
        lambda: team.app.drafts.propose(team.ben, draft.id, draft.version),
        lambda: team.app.drafts.withdraw(team.ben, draft.id),
        lambda: team.app.drafts.merge(team.ben, draft.id),
    ):
        with pytest.raises(NotFound):
            step()
    assert [card.id for card in team.app.drafts.list(team.lea)] == [draft.id]
    team.app.stewardship.reassign(team.max, "Delivery lead", "ben@X.test")
    assert team.app.drafts.open(team.ben, draft.id).id == draft.id, "he owns the page now"
    for person in (team.ben, team.lea, team.sam):
        found = team.app.search.search(person, "Ten days").hits
        assert not any("Ten" in hit.snippet for hit in found)


def test_a_new_page_lives_the_same_life(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = app.drafts.start_new(team.ana, "lost-keys", "playbook")
    with pytest.raises(Unfit) as refused:
        app.drafts.propose(team.ana, draft.id, draft.version)
    assert {problem.code for problem in refused.value.problems} >= {"no-title"}
    text = a_page("Ask the zebra.\n", kind="playbook", title="Lost keys")
    draft = app.drafts.save(team.ana, draft.id, draft.version, text)
    draft = app.drafts.propose(team.ana, draft.id, draft.version)
    with pytest.raises(NotFound):
        app.library.article(team.max, "lost-keys")
    draft = app.reviews.approve(team.lea, draft.id, draft.version)
    app.publishing.publish(team.max, draft.id, draft.version)
    assert app.library.article(team.sam, "lost-keys").title == "Lost keys"
    assert app.search.search(team.sam, "zebra").hits[0].slug == "lost-keys"
    with pytest.raises(BadAddress):
        app.drafts.start_new(team.ana, "lost-keys", "playbook")


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("", ""), ("On Time", ""), ("../x", ""), ("x" * 200, ""), ("fine", "../fine.md"),
        ("fine", "/etc/fine.md"),
        ("fine", "a\\b.md"), ("fine", ".hidden/fine.md"), ("fine", "fine.exe"), ("fine", "a\x00.md"),
        ("fine", "standards/on-time.md"), ("on-time", ""),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(team: Team, slug: str, path: str) -> None:
    with pytest.raises(BadAddress):
        team.app.drafts.start_new(team.ana, slug, "help", path)


def test_two_new_pages_for_one_address_and_only_one_gets_it(any_team: Team) -> None:
    team, app = any_team, any_team.app
    drafts = []
    for author in (team.ana, team.ben):
        draft = app.drafts.start_new(author, "keys", "help", text=a_page(title=f"Keys of {author.name}"))
        draft = app.drafts.propose(author, draft.id, draft.version)
        drafts.append(app.reviews.approve(team.lea, draft.id, draft.version))
    app.publishing.publish(team.max, drafts[0].id, drafts[0].version)
    with pytest.raises(Unfit, match="already"):
        app.publishing.publish(team.max, drafts[1].id, drafts[1].version)
    assert app.library.article(team.sam, "keys").title == "Keys of Ana"


def test_publishing_needs_approvals_that_still_count(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    with team.app._database.write() as session:
        from kb.model import Person  # noqa: PLC0415

        approver = session.get(Person, team.max.id)
        assert approver is not None
        approver.role = "agent"
        session.add(approver)
    with pytest.raises(NotApproved):
        team.app.publishing.publish(team.mia, draft.id, draft.version)
    assert "A week" in team.live("on-time")


def test_a_change_is_published_when_its_time_has_come(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    draft = app.publishing.publish(team.max, draft.id, draft.version, at=NOW + timedelta(hours=2))
    assert (draft.state, draft.card.publish_at) == ("approved", NOW + timedelta(hours=2))
    assert app.publishing.publish_due(OPERATOR) == ()
    team.later(hours=1, minutes=59)
    assert app.publishing.publish_due(OPERATOR) == ()
    assert "A week" in team.live("on-time")
    team.later(minutes=2)
    (done,) = app.publishing.publish_due(OPERATOR)
    assert (done.slug, done.revision, done.told) == ("on-time", 2, "")
    assert app.publishing.publish_due(OPERATOR) == ()
    assert "Ten days" in app.history.revision(team.ana, "on-time", 2).source


def test_whoever_reads_publishes_what_is_due(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    team.app.publishing.publish(team.max, draft.id, draft.version, at=NOW + timedelta(hours=2))
    team.later(hours=3)
    team.app.library._shelves.refresh()
    assert "Ten days" in team.app.library.article(team.sam, "on-time").html


def test_a_time_can_be_taken_back(team: Team) -> None:
    draft = team.approved(team.ana, "on-time", "A week", "Ten days")
    team.app.publishing.publish(team.max, draft.id, draft.version, at=NOW + timedelta(hours=2))
    assert team.app.publishing.unschedule(team.max, draft.id).card.publish_at is None
    team.later(days=1)
    assert team.app.publishing.publish_due(OPERATOR) == ()
    with pytest.raises(WrongStep):
        team.app.publishing.unschedule(team.max, draft.id)


def test_what_falls_due_is_merged_with_what_was_published_meanwhile(team: Team) -> None:
    later = team.approved(team.ana, "on-time", "A week late", "Ten days late")
    team.app.publishing.publish(team.max, later.id, later.version, at=NOW + timedelta(hours=2))
    now = team.approved(team.ben, "on-time", "We say a day", "We name a day")
    team.app.publishing.publish(team.max, now.id, now.version)
    team.later(hours=3)
    (done,) = team.app.publishing.publish_due(OPERATOR)
    assert done.revision == 3
    assert "We name a day" in team.live("on-time")
    assert "Ten days late" in team.live("on-time")
    assert "merged with revision 2" in team.app.history.history(team.ana, "on-time")[0].note


def test_what_cannot_be_merged_when_it_falls_due_goes_back_and_says_why(team: Team) -> None:
    later = team.approved(team.ana, "on-time", "A week late", "Ten days late")
    team.app.publishing.publish(team.max, later.id, later.version, at=NOW + timedelta(hours=2))
    now = team.approved(team.ben, "on-time", "A week late", "Nine days late")
    team.app.publishing.publish(team.max, now.id, now.version)
    team.later(hours=3)
    (done,) = team.app.publishing.publish_due(OPERATOR)
    assert done.revision is None
    assert "Ben changed this meanwhile" in done.told
    draft = team.app.drafts.open(team.ana, later.id)
    assert (draft.state, draft.card.behind, draft.card.approvals) == ("returned", True, ())
    assert "Nine days" in team.live("on-time")
    offer = team.app.drafts.merge(team.ana, later.id)
    assert offer is not None
    assert not offer.clean
    settled = offer.theirs.replace("Nine", "Nine or ten")
    draft = team.app.drafts.save(team.ana, later.id, offer.version, settled, offer.revision)
    assert (draft.card.behind, draft.card.base) == (False, 2)
    assert team.app.drafts.propose(team.ana, draft.id, draft.version).state == "proposed"


def test_markers_that_nobody_settled_are_not_proposed(team: Team) -> None:
    draft = team.changed(
        team.ana, "on-time", "A week", "<<<<<<< Yours\nTen\n=======\nNine\n>>>>>>> Theirs\nA week"
    )
    with pytest.raises(Unfit) as refused:
        team.app.drafts.propose(team.ana, draft.id, draft.version)
    assert [problem.line for problem in refused.value.problems] == [16, 20]
