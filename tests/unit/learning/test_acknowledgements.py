import json
import threading
from dataclasses import asdict

import pytest
from lessons import School
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, delete, select, text, update

from kb.library import NotFound
from kb.model import Acknowledgement

ON_TIME = "standards/on-time.md"


def due(school: School) -> list[tuple[str, int | None]]:
    return [(each.slug, each.since) for each in school.app.acknowledgements.due(school.agent)]


def test_a_page_asks_until_its_revision_is_acknowledged_and_the_act_is_on_record(any_school: School) -> None:
    assert due(any_school) == [("on-time", None)]
    at = any_school.app.acknowledgements.acknowledge(any_school.agent, "on-time", 1)
    assert due(any_school) == []
    standing = any_school.app.learning.standing(any_school.agent, "on-time")
    assert (standing.asked, standing.due, standing.acknowledged, standing.acknowledged_at) == (
        True, False, 1, at,
    )  # fmt: skip
    event = any_school.app.audit.events(any_school.manager, topic="people")[0]
    assert (event.actor, event.action, event.thing) == ("Agent", "acknowledge", "on-time")
    assert json.loads(event.detail)["revision"] == 1
    assert any_school.app.audit.verify(any_school.manager).problems == ()


def test_acknowledging_twice_keeps_the_first_time_and_writes_nothing(any_school: School) -> None:
    acknowledge = any_school.app.acknowledgements.acknowledge
    first = acknowledge(any_school.agent, "on-time", 1)
    before = any_school.app.audit.verify(any_school.manager).events
    assert acknowledge(any_school.agent, "on-time", 1) == first
    assert any_school.app.audit.verify(any_school.manager).events == before


def test_clicks_at_the_same_moment_leave_one_row(any_school: School) -> None:
    start, times = threading.Barrier(4), []

    def click() -> None:
        start.wait()
        times.append(any_school.app.acknowledgements.acknowledge(any_school.agent, "on-time", 1))

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(times) == 4
    assert len(set(times)) == 1
    with any_school.app._database.read() as session:
        assert len(session.exec(select(Acknowledgement)).all()) == 1


def test_no_statement_can_change_or_take_away_an_acknowledgement(any_school: School) -> None:
    any_school.app.acknowledgements.acknowledge(any_school.agent, "on-time", 1)
    everything = col(Acknowledgement.id) > 0

    def overwrite(session: Session) -> None:
        columns = "person_id, article_id, revision, sha256, at"
        conflict = "ON CONFLICT (person_id, article_id, revision) DO UPDATE SET sha256 = 'x'"
        rows = f"SELECT {columns} FROM acknowledgement WHERE true"  # noqa: S608 -- words of our own
        session.execute(text(f"INSERT INTO acknowledgement ({columns}) {rows} {conflict}"))

    attempts = (
        lambda session: session.exec(update(Acknowledgement).where(everything).values(revision=2)),
        lambda session: session.exec(delete(Acknowledgement).where(everything)),
        overwrite,
    )
    for attempt in attempts:
        with (
            pytest.raises(DBAPIError, match="acknowledgement is"),
            any_school.app._database.write() as session,
        ):
            attempt(session)


def test_a_material_change_asks_again_and_shows_the_change_alone(school: School) -> None:
    school.app.acknowledgements.acknowledge(school.agent, "on-time", 1)
    school.change(ON_TIME, "A week late is too late.", "Five days late is too late.")
    assert due(school) == [("on-time", 1)]
    changed = school.app.learning.standing(school.agent, "on-time").changed
    assert changed is not None
    assert (changed.since, changed.how) == (1, "acknowledged")
    assert [passage.heading for passage in changed.passages] == ["The floor"]
    runs = changed.passages[0].runs
    assert "".join(words for mark, words in runs if mark != "in") == "A week late is too late."
    assert "".join(words for mark, words in runs if mark != "out") == "Five days late is too late."
    assert ("same", " late is too late.") in runs


def test_a_minor_change_asks_nobody_and_is_part_of_the_next_difference(school: School) -> None:
    school.app.acknowledgements.acknowledge(school.agent, "on-time", 1)
    school.change(ON_TIME, "We say a day", "We name a day", material=False)
    assert due(school) == []
    standing = school.app.learning.standing(school.agent, "on-time")
    assert (standing.due, standing.changed, standing.revision, standing.acknowledged) == (False, None, 2, 1)
    school.change(ON_TIME, "too late.", "far too late.")
    changed = school.app.learning.standing(school.agent, "on-time").changed
    assert changed is not None
    assert changed.since == 1
    came = "".join(words for each in changed.passages for mark, words in each.runs if mark == "in")
    assert "name" in came
    assert "far" in came


def test_who_begins_after_a_minor_change_is_still_asked(school: School) -> None:
    school.change(ON_TIME, "We say a day", "We name a day", material=False)
    assert due(school) == [("on-time", None)]
    school.app.acknowledgements.acknowledge(school.agent, "on-time", 2)
    assert due(school) == []


def test_what_was_on_the_screen_is_what_is_acknowledged_though_a_newer_one_came(school: School) -> None:
    school.change(ON_TIME, "A week late", "Five days late")
    school.app.acknowledgements.acknowledge(school.agent, "on-time", 1)
    assert due(school) == [("on-time", 1)]


def test_there_is_no_acknowledging_what_does_not_exist(school: School) -> None:
    for slug, revision in (("on-time", 2), ("on-time", 0), ("nowhere", 1)):
        with pytest.raises(NotFound):
            school.app.acknowledgements.acknowledge(school.agent, slug, revision)


def test_only_the_roles_and_teams_that_are_named_are_asked(school: School) -> None:
    school.change(ON_TIME, "acknowledge: yes", "acknowledge: [managers, Night owls]")
    assert due(school) == []
    assert [each.slug for each in school.app.acknowledgements.due(school.manager)] == ["on-time"]
    school.app.staff.change(school.manager, school.agent.id, {"team": "night OWLS"})
    assert due(school) == [("on-time", None)]
    school.change(ON_TIME, "acknowledge: [managers, Night owls]", "acknowledge: no")
    assert due(school) == []


def test_managers_see_who_has_and_who_has_not_by_team(school: School) -> None:
    school.app.staff.change(school.manager, school.agent.id, {"team": "Early"})
    school.app.acknowledgements.acknowledge(school.agent, "on-time", 1)
    rows = [asdict(row) for row in school.app.acknowledgements.overview(school.manager)]
    assert (rows[0]["team"], rows[0]["person"], rows[0]["state"]) == ("Early", "Agent", "acknowledged")
    assert {row["state"] for row in rows[1:]} == {"never"}
    school.change(ON_TIME, "A week late", "Five days late")
    first = school.app.acknowledgements.overview(school.manager, "on-time")[0]
    assert (first.state, first.acknowledged, first.asked) == ("changed since", 1, 2)
    school.app.staff.deactivate(school.manager, school.agent.id)
    assert "Agent" not in {row.person for row in school.app.acknowledgements.overview(school.manager)}


def test_an_archived_page_asks_nobody_any_more(school: School) -> None:
    school.app.moving.archive(school.manager, "on-time")
    assert due(school) == []
    assert not school.app.learning.standing(school.agent, "on-time").due
