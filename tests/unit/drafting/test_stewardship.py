from datetime import timedelta

import pytest
from builders import SMALL_LIBRARY
from desk_of_changes import Team

from kb.access import OPERATOR, Refused
from kb.library import NotFound
from kb.library.clauses import changed_clauses
from kb.library.stewardship import CannotAssign, Doubt

STANDARD = SMALL_LIBRARY["standards/on-time.md"]


def publish(team: Team, slug: str, old: str, new: str) -> None:
    draft = team.approved(team.ana, slug, old, new)
    team.app.publishing.publish(team.max, draft.id, draft.version)


def doubts(team: Team) -> tuple[Doubt, ...]:
    return team.app.stewardship.doubts(team.max)


@pytest.mark.parametrize(
    ("old", "new"),
    [("A week late", "Ten days late"), ("## The floor", "## The ground"), ("## The floor\n", "")],
)
def test_a_changed_clause_is_to_be_confirmed_by_the_owner_of_the_policy(
    any_team: Team, old: str, new: str
) -> None:
    team = any_team
    publish(team, "on-time", old, new)
    (doubt,) = doubts(team)
    assert (doubt.policy.slug, doubt.rule, doubt.cited.slug) == ("late-delivery-policy", "L1", "on-time")
    assert (doubt.anchor, doubt.since, doubt.may_confirm) == ("the-floor", 2, True)
    assert team.app.stewardship.doubts(team.ana, owner="delivery LEAD") == tuple(
        each for each in team.app.stewardship.doubts(team.ana)
    )
    assert team.app.stewardship.doubts(team.ana, owner="somebody") == ()
    assert team.app.stewardship.doubts(team.ana, policy="vocabulary") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("We say a day and keep it.", "We name a day."), ("late is too late", "late  is\ntoo late"),
     ("tags: [", "tags: [x, ")],
)  # fmt: skip
def test_another_clause_white_space_and_front_matter_are_no_change(team: Team, old: str, new: str) -> None:
    publish(team, "on-time", old, new)
    assert doubts(team) == ()


def test_a_clause_holds_what_stands_under_it() -> None:
    before = "# T\n\n## A\n\nOne.\n\n### A1\n\nTwo.\n\n## B\n\nThree.\n"
    assert changed_clauses(before, before.replace("Two", "2")) == {"", "t", "a", "a1"}
    assert changed_clauses(before, before.replace("Three", "3")) == {"", "t", "b"}
    assert changed_clauses(before, before.replace("### A1", "### A2")) == {"", "t", "a", "a1"}
    assert changed_clauses(before, before.replace("\n\n", "\n\n\n")) == set()


def test_a_confirmation_closes_the_doubt_and_is_on_record(team: Team) -> None:
    publish(team, "on-time", "A week late", "Ten days late")
    (doubt,) = doubts(team)
    with pytest.raises(Refused):
        team.app.stewardship.confirm(team.ben, doubt.id)
    team.app.stewardship.reassign(team.max, "Delivery lead", "Ben")
    assert len(doubts(team)) == 1, "another owner changes nothing about it"
    team.app.stewardship.confirm(team.ben, doubt.id)
    assert doubts(team) == ()
    with pytest.raises(NotFound):
        team.app.stewardship.confirm(team.ben, doubt.id)
    event = team.app.audit.events(team.max)[0]
    assert (event.action, event.actor, event.thing) == ("confirm", "Ben", "late-delivery-policy")
    publish(team, "on-time", "Ten days late", "Nine days late")
    assert [each.since for each in doubts(team)] == [4], "it is in doubt anew"


def test_a_changed_citation_closes_the_doubt(team: Team) -> None:
    publish(team, "on-time", "A week late", "Ten days late")
    publish(team, "late-delivery-policy", "Say sorry first", "Apologise first")
    assert len(doubts(team)) == 1, "the row still cites the clause"
    publish(
        team, "late-delivery-policy", "[it](../standards/on-time.md#the-floor)", "[it](../philosophy/why.md)"
    )
    assert doubts(team) == ()


def test_a_citation_of_the_whole_page_is_in_doubt_whatever_changes_in_it(team: Team) -> None:
    publish(team, "late-delivery-policy", "on-time.md#the-floor", "on-time.md")
    publish(team, "on-time", "We say a day", "We name a day")
    assert [(each.rule, each.anchor) for each in doubts(team)] == [("L1", "")]


def test_what_is_due_is_listed_longest_over_first_and_one_word_settles_it(team: Team) -> None:
    steward = team.app.stewardship
    assert steward.due(team.ana) == ()
    assert [each.card.slug for each in steward.due(team.ana, within_days=400)] == [
        "late-delivery-policy",
        "on-time",
    ]
    team.later(days=400)
    assert [each.card.slug for each in steward.due(team.ana)] == ["late-delivery-policy", "on-time"]
    assert [each.card.slug for each in steward.due(team.ana, owner="DELIVERY lead")] == [
        "late-delivery-policy", "on-time",
    ]  # fmt: skip
    assert steward.due(team.ana, owner="Ana") == ()
    assert steward.due(team.ana)[1].days == 35
    with pytest.raises(Refused):
        steward.verify(team.ben, "on-time")
    card = steward.verify(team.max, "on-time", "Read it all")
    assert (card.verified_at, card.revision) == (team.now[0], 1)
    assert card.review_due == (team.now[0] + timedelta(days=365)).date()
    assert [each.card.slug for each in steward.due(team.ana)] == ["late-delivery-policy"]
    assert team.app.library.article(team.sam, "on-time").verified_at == team.now[0]
    assert team.app.audit.events(team.max)[0].action == "verify"


def test_owners_verify_their_own_pages_and_leads_what_they_may_judge(team: Team) -> None:
    steward = team.app.stewardship
    steward.reassign(team.max, "Delivery lead", "BEN@x.test")
    assert steward.may_verify(team.ben, "on-time")
    steward.verify(team.ben, "on-time")
    steward.verify(team.lea, "late-delivery")
    assert not steward.may_verify(team.lea, "on-time")
    with pytest.raises(Refused):
        steward.verify(team.lea, "on-time")
    with pytest.raises(NotFound):
        steward.verify(team.max, "nowhere")


def test_a_minor_change_verifies_nothing_and_a_material_one_does(team: Team) -> None:
    team.later(days=10)
    draft = team.changed(team.ana, "on-time", "A week", "One week")
    draft = team.app.drafts.describe(team.ana, draft.id, draft.version, "Wording", material=False)
    draft = team.app.drafts.propose(team.ana, draft.id, draft.version)
    draft = team.app.reviews.approve(team.max, draft.id, draft.version)
    team.app.publishing.publish(team.max, draft.id, draft.version)
    assert team.app.library.article(team.ana, "on-time").verified_at < team.now[0]
    publish(team, "on-time", "One week", "Ten days")
    assert team.app.library.article(team.ana, "on-time").verified_at == team.now[0]


def test_the_pages_of_somebody_who_leaves_change_hands_and_nothing_else_of_them(any_team: Team) -> None:
    team = any_team
    given = team.app.stewardship.reassign(team.max, "  delivery   LEAD ", "Ana: “the 2nd”")
    assert given == ("late-delivery-policy", "on-time")
    text = team.live("on-time")
    lines = list(zip(text.splitlines(keepends=True), STANDARD.splitlines(keepends=True), strict=True))
    assert [new for new, old in lines if new != old] == ['owner: "Ana: “the 2nd”"\n']
    newest = team.app.history.history(team.ana, "on-time")[0]
    assert (newest.material, newest.origin, newest.author) == (False, "owner", "Max")
    assert team.app.library.article(team.ana, "on-time").owner == "Ana: “the 2nd”"
    assert doubts(team) == ()
    assert team.app.stewardship.reassign(team.max, "nobody", "Ana") == ()
    assert team.app.audit.verify(OPERATOR).problems == ()


def test_pages_are_found_by_the_name_and_the_address_of_their_owner(team: Team) -> None:
    team.app.stewardship.reassign(team.max, "Delivery lead", "ana@x.test")
    assert team.app.stewardship.owners(team.max)["ana@x.test"] == 2
    assert [each.card.slug for each in team.app.stewardship.due(team.max, owner="Ana", within_days=999)] == [
        "late-delivery-policy", "on-time",
    ]  # fmt: skip
    assert len(team.app.stewardship.reassign(team.max, "Ana", "Ben")) == 2


def test_nobody_is_no_owner_and_then_no_page_is_changed(team: Team) -> None:
    for nobody in ("", "  ", "\x00"):
        with pytest.raises(CannotAssign):
            team.app.stewardship.reassign(team.max, "Delivery lead", nobody)
    assert team.live("on-time") == STANDARD
