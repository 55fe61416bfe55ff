import pytest
from builders import POLICY, VOCABULARY
from desk_of_changes import Team
from sqlmodel import select

from kb.access import OPERATOR
from kb.library.drafting import Unfit
from kb.library.revising import Stamp, revise
from kb.model import Article
from kb.sources import read_page


def refusal(team: Team, slug: str, old: str, new: str) -> Unfit:
    draft = team.changed(team.ana, slug, old, new)
    with pytest.raises(Unfit) as refused:
        team.app.drafts.propose(team.ana, draft.id, draft.version)
    assert team.app.drafts.open(team.ana, draft.id).state == "draft"
    return refused.value


def test_a_policy_with_an_error_is_not_proposed_and_every_problem_is_told(team: Team) -> None:
    found = refusal(team, "late-delivery-policy", "| L2 | > 0 |", "| L2 | > O | ").problems
    assert 15 in {problem.line for problem in found}
    assert {problem.path for problem in found} == {"policies/late-delivery-policy.md"}


def test_a_policy_that_leaves_cases_open_or_contradicts_itself_is_not_proposed(team: Team) -> None:
    codes = {
        each.code
        for each in refusal(team, "late-delivery-policy", "| L4 | 0 |", "| L4 | 200..365 |").problems
    }
    assert codes & {"gap", "collision", "dead-row"}
    both = refusal(
        team, "late-delivery-policy", "| L4 | 0 | Goodwill credit | never |", "| L4 | > 8 | Refund | never |"
    )
    assert "collision" in {each.code for each in both.problems}


def test_a_failing_example_keeps_a_policy_from_readers(team: Team) -> None:
    found = refusal(team, "late-delivery-policy", "must 30.00", "must 31.00")
    assert len(found.problems) == 1


def test_a_policy_that_cites_a_clause_that_is_not_there_is_not_proposed(team: Team) -> None:
    found = refusal(team, "late-delivery-policy", "on-time.md#the-floor", "on-time.md#the-roof")
    assert [problem.code for problem in found.problems] == ["missing-clause"]
    gone = refusal(team, "late-delivery-policy", "on-time.md#the-floor", "nowhere.md")
    assert [problem.code for problem in gone.problems] == ["missing-page"]


def test_a_vocabulary_that_would_break_a_policy_is_not_proposed(team: Team) -> None:
    found = refusal(team, "vocabulary", "| Goodwill credit | goodwill |", "| Voucher | goodwill |")
    assert {problem.path for problem in found.problems} == {"policies/late-delivery-policy.md"}


def test_what_was_wrong_before_does_not_keep_a_good_change_from_readers(team: Team) -> None:
    other = POLICY.replace("late_delivery", "lost_parcel").replace("| L4 | 0 |", "| L4 | 300 |")
    other = other.replace("Late delivery policy", "Lost parcel policy")

    page, _ = read_page("policies/lost-parcel-policy.md", other.encode())
    assert page is not None
    with team.app._database.write() as session:
        revise(session, None, page, Stamp(team.max, team.now[0], "", origin="import"))
    draft = team.changed(team.ana, "late-delivery-policy", "Say sorry first", "Apologise first")
    assert team.app.drafts.propose(team.ana, draft.id, draft.version).state == "proposed"


def test_a_proof_that_no_longer_holds_keeps_a_due_change_from_readers(team: Team) -> None:
    later = team.approved(
        team.ana, "late-delivery-policy", "min(10, 2 x Days late)", "min(12, 2 x Days late)"
    )
    team.app.publishing.publish(team.max, later.id, later.version, at=team.now[0].replace(hour=23))
    words = VOCABULARY.replace("Order value", "Price paid")
    page, _ = read_page("policies/vocabulary.md", words.encode())
    assert page is not None
    with team.app._database.write() as session:
        article = session.exec(select(Article).where(Article.slug == "vocabulary")).one()
        revise(session, article, page, Stamp(team.max, team.now[0], "", origin="import"))
    team.later(days=1)

    (done,) = team.app.publishing.publish_due(OPERATOR)
    assert done.revision is None
    assert "Order value" in done.told
    assert "min(10" in team.live("late-delivery-policy")
