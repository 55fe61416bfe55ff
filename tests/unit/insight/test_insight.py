import threading
from pathlib import Path

import pytest
from builders import NOW, a_page, write_pages
from sqlmodel import select

from kb.access import OPERATOR, Actor, Refused
from kb.app import App, open_app
from kb.insight import NoSuchGap, NothingToReport
from kb.model import SearchGap, SearchLog
from kb.settings import Settings


def logged(app: App) -> list[SearchLog]:
    app.insight.gaps(OPERATOR)
    with app._database.read() as session:
        return list(session.exec(select(SearchLog).order_by(SearchLog.id)).all())


def look_for(app: App, actor: Actor, words: str, opened: str = "", session: str = "s") -> None:
    hits = app.search.search(actor, words).hits
    app.insight.searched(actor, words, [hit.slug for hit in hits], session)
    app.insight.opened(actor, opened or "remedy:none", session)


def in_vain(app: App, actor: Actor, words: str) -> None:
    app.insight.searched(actor, words, [], "s")
    app.insight._journal.settle(everything=True)


def test_a_search_is_logged_with_what_was_opened_but_not_by_whom(app: App, agent: Actor) -> None:
    look_for(app, agent, "tracking", "late-delivery")
    (row,) = logged(app)
    assert (row.words, row.opened, row.rank, row.again) == ("tracking", "late-delivery", 1, False)
    assert not {"actor", "person", "person_id"} & set(SearchLog.__table__.columns.keys())  # type: ignore[attr-defined]


def test_a_search_in_vain_becomes_a_gap_and_nearly_the_same_words_are_the_same_gap(
    app: App, agent: Actor, manager: Actor
) -> None:
    for words in ("flamingo stand", "stands for flamingos", "flamngo stand", "gift card balance"):
        in_vain(app, agent, words)
    gaps = app.insight.gaps(manager)
    assert [(gap.words, gap.in_vain) for gap in gaps] == [("flamingo stand", 3), ("gift card balance", 1)]


def test_one_second_thought_is_no_gap_but_two_are(app: App, agent: Actor, manager: Actor) -> None:
    def twice(first: str, second: str) -> None:
        app.insight.searched(agent, first, ["on-time"], "s")
        app.insight._journal._asked[f"{agent.id} s"].since -= 5
        app.insight.searched(agent, second, ["on-time"], "s")
        app.insight.opened(agent, "on-time", "s")

    twice("warranty length", "guarantee")
    assert app.insight.gaps(manager) == ()
    twice("warranty length", "cover")
    assert [(gap.words, gap.again) for gap in app.insight.gaps(manager)] == [("warranty length", 2)]


def test_an_agent_reports_a_gap_in_one_call_and_a_starter_may_too(app: App, agent: Actor) -> None:
    gap = app.insight.report_gap(agent, "gift wrapping for jo@example.org", "asked by 0770 900 123 every day")
    assert (gap.words, gap.reported, gap.state) == ("gift wrapping for", 1, "open")
    assert "@" not in gap.words + gap.note
    assert not any(char.isdigit() for char in gap.words + gap.note)
    assert app.insight.report_gap(agent, "Gift wrapping").id == gap.id


def test_a_report_of_nothing_is_refused_in_words(app: App, agent: Actor) -> None:
    for words in ("", "  ", "4111 1111 1111 1111", "jo@example.org", "😀", "\x00"):
        with pytest.raises(NothingToReport):
            app.insight.report_gap(agent, words)


def test_a_gap_is_closed_by_the_page_that_its_words_now_find(
    app: App, agent: Actor, manager: Actor, tmp_path: Path
) -> None:
    in_vain(app, agent, "flamingo stand")
    in_vain(app, agent, "gift card balance")
    assert len(app.insight.gaps(manager)) == 2
    page = a_page("Put the flamingo on its stand.", title="Flamingo stands")
    app.library.import_folder(manager, write_pages(tmp_path / "more", {"help/flamingo.md": page}))
    assert [gap.words for gap in app.insight.gaps(manager)] == ["gift card balance"]
    assert [(gap.words, gap.slug) for gap in app.insight.gaps(manager, "closed")] == [
        ("flamingo stand", "flamingo")
    ]
    in_vain(app, agent, "flamingo stand")
    assert len(app.insight.gaps(manager)) == 2, "whoever misses it again opens it again"


def test_a_new_page_about_something_else_closes_nothing(
    app: App, agent: Actor, manager: Actor, tmp_path: Path
) -> None:
    in_vain(app, agent, "gift card balance")
    page = a_page("Keep your balance.", title="Balance")
    app.library.import_folder(manager, write_pages(tmp_path / "more", {"help/balance.md": page}))
    assert len(app.insight.gaps(manager)) == 1


def test_a_dismissed_gap_stays_away_until_somebody_reports_it(app: App, agent: Actor, manager: Actor) -> None:
    gap = app.insight.report_gap(agent, "asdf ghjk")
    assert app.insight.dismiss_gap(manager, gap.id).state == "dismissed"
    in_vain(app, agent, "asdf ghjk")
    assert app.insight.gaps(manager) == ()
    app.insight.report_gap(agent, "asdf ghjk")
    assert len(app.insight.gaps(manager)) == 1


def test_the_draft_of_a_gap_is_a_page_that_its_words_find(
    app: App, agent: Actor, manager: Actor, tmp_path: Path
) -> None:
    words = 'parcel: "yes" | [late](x) --- # flamingo'
    in_vain(app, agent, words)
    (gap,) = app.insight.gaps(manager)
    draft = app.insight.prepare_draft(manager, gap.id)
    report = app.library.import_folder(manager, write_pages(tmp_path / "d", {"playbooks/new.md": draft}))
    assert report.created == ("new",)
    assert not report.problems
    assert app.search.search(agent, "flamingo").hits[0].slug == "new"


def test_gaps_are_for_managers_and_unknown_ones_are_said_to_be(
    app: App, agent: Actor, manager: Actor
) -> None:
    with pytest.raises(Refused):
        app.insight.gaps(agent)
    for ask in (app.insight.prepare_draft, app.insight.close_gap, app.insight.dismiss_gap):
        with pytest.raises(NoSuchGap):
            ask(manager, 999)


def test_what_is_in_hand_is_written_when_the_app_closes(small_settings: Settings) -> None:
    app = open_app(small_settings, clock=lambda: NOW)
    app.insight.searched(OPERATOR, "late delivery", ["late-delivery"], "s")
    app.close()
    again = open_app(small_settings, clock=lambda: NOW)
    assert [row.words for row in logged(again)] == ["late delivery"]
    again.close()


def test_a_log_of_no_days_keeps_nothing_and_an_old_one_is_forgotten(small_settings: Settings) -> None:
    for days, kept in ((0, 0), (30, 1)):
        app = open_app(small_settings.model_copy(update={"search_log_days": days}), clock=lambda: NOW)
        look_for(app, OPERATOR, "tracking", "late-delivery")
        assert len(logged(app)) == kept
        app.close()
    later = open_app(
        small_settings.model_copy(update={"search_log_days": 30}), clock=lambda: NOW.replace(month=6)
    )
    look_for(later, OPERATOR, "promise", "on-time")
    assert [row.words for row in logged(later)] == ["promise"]
    later.close()


def test_whatever_is_typed_is_logged_or_left_without_an_error(app: App, agent: Actor) -> None:
    for typed in ("x" * 10_000, "\x00\x07 a", "0" * 50, "😀" * 300, "the and of", "(((((a+)+)+"):
        look_for(app, agent, typed)
        in_vain(app, agent, typed)
    assert all(len(row.words) <= 200 for row in logged(app))


def test_agents_who_miss_the_same_at_once_make_one_gap(app: App, agent: Actor, manager: Actor) -> None:
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(5):
                app.insight.report_gap(agent, "flamingo stand")
                app.insight.searched(agent, "flamingo stands", [], f"s{number}")
                app.insight._journal.settle(everything=True)
                app.insight._journal.write()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    (gap,) = app.insight.gaps(manager)
    with app._database.read() as session:
        assert len(session.exec(select(SearchGap)).all()) == 1
    assert (gap.reported, gap.in_vain) == (25, 25)
