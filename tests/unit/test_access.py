import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

import kb.finder
import kb.library.history
import kb.library.library
import kb.library.showing
from kb import access
from kb.access import OPERATOR, PERMISSIONS, Action, Actor, Role, can, visible
from kb.app import App

BEFORE_SIGN_IN = {"everyone", "get", "by_email", "admit"}
"""What is asked of `people` in order to find out who is asking."""

ALL = {"starter", "agent", "lead", "manager", "operator"}
DESK = {"agent", "lead", "manager"}
EXPECTED = {
    "Library.article": ALL,
    "Library.address": ALL,
    "Library.browse": ALL,
    "Library.recent": ALL,
    "Drafts.start": {"agent", "lead", "manager"},
    "Drafts.start_new": {"agent", "lead", "manager"},
    "Drafts.restore": {"agent", "lead", "manager"},
    "Drafts.open": {"agent", "lead", "manager"},
    "Previews.html": {"agent", "lead", "manager"},
    "Previews.change": {"agent", "lead", "manager"},
    "Previews.proved": {"agent", "lead", "manager"},
    "Drafts.list": {"agent", "lead", "manager"},
    "Drafts.save": {"agent", "lead", "manager"},
    "Drafts.describe": {"agent", "lead", "manager"},
    "Drafts.merge": {"agent", "lead", "manager"},
    "Drafts.propose": {"agent", "lead", "manager"},
    "Drafts.withdraw": {"agent", "lead", "manager"},
    "Reviews.queue": {"lead", "manager"},
    "Reviews.approve": {"lead", "manager"},
    "Reviews.return_": {"lead", "manager"},
    "Publishing.ready": {"manager", "operator"},
    "Publishing.publish": {"manager", "operator"},
    "Publishing.unschedule": {"manager", "operator"},
    "Publishing.publish_due": {"operator"},
    "History.history": ALL,
    "History.revision": ALL,
    "History.compare": ALL,
    "Stewardship.due": ALL - {"starter"},
    "Stewardship.owners": ALL - {"starter"},
    "Stewardship.may_verify": ALL - {"starter"},
    "Stewardship.verify": ALL - {"starter"},
    "Stewardship.doubts": ALL - {"starter"},
    "Stewardship.confirm": ALL - {"starter"},
    "Stewardship.reassign": {"manager", "operator"},
    "Finder.problems": ALL,
    "Recogniser.guess": ALL,
    "Recogniser.confirm": ALL - {"starter"},
    "Recogniser.confirmed": {"manager", "operator"},
    "Recogniser.forget": {"manager", "operator"},
    "Insight.searched": ALL,
    "Insight.opened": ALL,
    "Insight.report_gap": ALL,
    "Insight.gaps": {"manager", "operator"},
    "Insight.prepare_draft": {"manager", "operator"},
    "Insight.close_gap": {"manager", "operator"},
    "Insight.dismiss_gap": {"manager", "operator"},
    "Library.import_folder": {"manager", "operator"},
    "Checking.library": ALL - {"starter"},
    "Checking.page": ALL - {"starter"},
    "Moving.move": {"manager", "operator"},
    "Moving.merge": {"manager", "operator"},
    "Moving.archive": {"manager", "operator"},
    "Moving.unarchive": {"manager", "operator"},
    "Exchange.export_to": {"manager", "operator"},
    "Exchange.import_from": {"manager", "operator"},
    "Attachments.put": ALL - {"starter"},
    "Attachments.preview": ALL - {"starter"},
    "Attachments.get": ALL,
    "Attachments.open": ALL,
    "Finder.search": ALL,
    "Finder.titles": ALL,
    "Desk.complaints": ALL,
    "Desk.roles": ALL,
    "Desk.remedies": ALL,
    "Desk.facts": ALL,
    "Desk.decide": ALL,
    "Desk.consult": ALL,
    "Desk.grant": DESK,
    "Desk.reverse": DESK,
    "Desk.currency": ALL,
    "Desk.obligations": DESK,
    "Desk.problems": ALL,
    "Exceptions.grant": {"manager"},
    "Exceptions.proposals": {"lead", "manager", "operator"},
    "Outcomes.plan": DESK,
    "Outcomes.score": DESK,
    "Outcomes.due": DESK,
    "Outcomes.scores": {"lead", "manager", "operator"},
    "Unanswered.lacks": DESK | {"operator"},
    "Unanswered.counts": DESK | {"operator"},
    "Replays.replay": {"lead", "manager", "operator"},
    "Approvals.ask": DESK,
    "Approvals.approve": {"lead", "manager"},
    "Approvals.decline": {"lead", "manager"},
    "Approvals.withdraw": DESK,
    "Approvals.requests": DESK,
    "Approvals.brief": DESK,
    "Approvals.feed": DESK,
    "Ledger.entries": DESK | {"operator"},
    "Ledger.receipt": DESK | {"operator"},
    "Ledger.verify": DESK | {"operator"},
    "Ledger.export": {"manager", "operator"},
    "Ledger.balance": {"manager", "operator"},
    "Ledger.purge": {"operator"},
    "Acknowledgements.due": ALL - {"operator"},
    "Acknowledgements.acknowledge": ALL - {"operator"},
    "Acknowledgements.overview": {"manager", "operator"},
    "Learning.paths": ALL - {"operator"},
    "Learning.path": ALL - {"operator"},
    "Learning.standing": ALL - {"operator"},
    "Learning.mark_read": ALL - {"operator"},
    "Learning.answer": ALL - {"operator"},
    "Learning.progress": {"manager", "operator"},
    "Learning.problems": {"manager", "operator"},
    "Staff.everyone": {"manager", "operator"},
    "Staff.find": {"manager", "operator"},
    "Staff.authorities": {"manager", "operator"},
    "Staff.add": {"manager", "operator"},
    "Staff.change": {"manager", "operator"},
    "Staff.deactivate": {"manager", "operator"},
    "Staff.reactivate": {"manager", "operator"},
    "AuditTrail.verify": {"manager", "operator"},
    "AuditTrail.events": {"manager", "operator"},
}


def services(app: App) -> Iterator[object]:
    for name in App.__slots__:
        thing = getattr(app, name)
        if not name.startswith("_") and name not in ("settings", "people"):
            yield thing


def use_cases(app: App) -> Iterator[tuple[str, Callable[..., Any]]]:
    for service in services(app):
        for name, method in inspect.getmembers(type(service), inspect.isfunction):
            if not name.startswith("_"):
                yield f"{type(service).__name__}.{name}", method


def test_every_public_use_case_declares_the_action_it_needs(app: App) -> None:
    found = dict(use_cases(app))
    assert set(found) == set(EXPECTED)
    for name, method in found.items():
        assert getattr(method, "action", None) in get_args(Action), f"{name} declares nothing"


def test_what_needs_no_permission_is_only_what_finds_out_who_is_asking(app: App) -> None:
    methods = inspect.getmembers(type(app.people), inspect.isfunction)
    assert {name for name, _ in methods if not name.startswith("_")} == BEFORE_SIGN_IN


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_may_do_what_the_table_says_and_nothing_else(app: App, role: Role) -> None:
    actor = Actor(id=1, name="Somebody", role=role, authority=None)
    for name, method in use_cases(app):
        action = method.action  # type: ignore[attr-defined]
        assert can(actor, action).allowed == (role in EXPECTED[name]), name


def test_what_is_not_listed_is_denied_with_a_reason() -> None:
    answer = can(OPERATOR, "article.delete")  # type: ignore[arg-type]
    assert not answer.allowed
    assert "article.delete" in answer.reason
    nobody = Actor(id=1, name="Nobody", role="visitor", authority=None)  # type: ignore[arg-type]
    assert not any(can(nobody, action).allowed for action in get_args(Action))


def test_every_action_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(get_args(Action))


class Thing:
    kind = "help"
    slug = "a"


def test_the_one_filter_hides_everything_from_a_role_that_may_not_read() -> None:
    nobody = Actor(id=1, name="Nobody", role="visitor", authority=None)  # type: ignore[arg-type]
    assert visible(OPERATOR)(Thing())
    assert not visible(nobody)(Thing())


def test_what_the_filter_hides_is_gone_from_every_list_before_any_limit(
    app: App, agent: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hide(_actor: Actor) -> Callable[[access.Visible], bool]:
        return lambda thing: thing.slug not in {"late-delivery", "why"}

    for module in (kb.library.library, kb.library.showing, kb.library.history, kb.finder):
        monkeypatch.setattr(module, "visible", hide)
    assert "late-delivery" not in {card.slug for card in app.library.browse(agent).articles}
    assert app.library.browse(agent).kinds == {"standard": 1, "policy": 2}
    assert app.library.browse(agent).tags == {"delivery": 1, "promise": 1}
    assert [card.slug for card in app.library.recent(agent, 1)] == ["late-delivery-policy"]
    assert [hit.slug for hit in app.search.search(agent, "late", limit=1).hits] == ["late-delivery-policy"]
    assert "late-delivery" not in {entry.slug for entry in app.search.titles(agent)}
    view = app.library.article(agent, "on-time")
    assert [card.slug for card in view.links_here] == ["late-delivery-policy"]
    assert 'class="broken"' in view.html, "a link to a page one may not see is as good as broken"
    for hidden in ("late-delivery", "why"):
        with pytest.raises(kb.library.NotFound):
            app.library.article(agent, hidden)
        with pytest.raises(kb.library.NotFound):
            app.library.address(agent, hidden, "x.md")
        with pytest.raises(kb.library.NotFound):
            app.history.history(agent, hidden)
        with pytest.raises(kb.library.NotFound):
            app.history.revision(agent, hidden, 1)
        with pytest.raises(kb.library.NotFound):
            app.history.compare(agent, hidden, 1, 1)
    assert app.library.address(agent, "on-time", "[[why]]") is None
