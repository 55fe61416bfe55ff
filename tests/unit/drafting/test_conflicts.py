import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_of_changes import Team
from sqlmodel import select

from kb.access import OPERATOR
from kb.app import App, open_app
from kb.library.drafting import Conflict, DraftError, TooLarge, Unfit
from kb.model import DraftText, Revision
from kb.settings import Settings

EDITORS = 20
ROOT = Path(__file__).parents[3]


def test_the_second_save_gets_a_merge_and_both_texts(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week late", "Ten days late")
    theirs = team.app.drafts.save(team.max, draft.id, draft.version, draft.text.replace("say", "name"))
    with pytest.raises(Conflict) as told:
        team.app.drafts.save(team.ana, draft.id, draft.version, draft.text.replace("late.", "late!"))
    offer = told.value.offer
    assert (offer.by, offer.clean, offer.version, offer.revision) == ("Max", True, theirs.version, None)
    assert (offer.base, offer.theirs) == (draft.text, theirs.text)
    assert "name a day" in offer.merged
    assert "late!" in offer.merged
    assert "name" not in offer.yours
    assert team.app.drafts.open(team.ana, draft.id).text == theirs.text, "nothing was overwritten"
    merged = team.app.drafts.save(team.ana, draft.id, offer.version, offer.merged)
    assert merged.text == offer.merged


def test_publishing_upon_a_newer_live_page_offers_a_merge(any_team: Team) -> None:
    team, app = any_team, any_team.app
    first = team.approved(team.ana, "on-time", "A week late", "Ten days late")
    second = team.approved(team.ben, "on-time", "We say a day", "We name a day")
    app.publishing.publish(team.max, first.id, first.version)
    with pytest.raises(Conflict) as told:
        app.publishing.publish(team.max, second.id, second.version)
    offer = told.value.offer
    assert (offer.clean, offer.revision) == (True, 2)
    assert "Ten days" in team.live("on-time")
    taken = app.drafts.save(team.ben, second.id, offer.version, offer.merged, offer.revision)
    assert (taken.state, taken.card.behind) == ("draft", False)
    taken = app.drafts.propose(team.ben, taken.id, taken.version)
    taken = app.reviews.approve(team.max, taken.id, taken.version)
    app.publishing.publish(team.max, taken.id, taken.version)
    assert "Ten days" in team.live("on-time")
    assert "name a day" in team.live("on-time")


def _race(count: int, run: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_twenty_racing_editors_one_is_accepted_and_nineteen_are_told(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = app.drafts.start(team.max, "on-time")
    won: list[int] = []
    lost: list[Conflict] = []
    start = threading.Barrier(EDITORS)

    def edit(n: int) -> None:
        start.wait()
        try:
            app.drafts.save(team.max, draft.id, draft.version, f"{draft.text}\nI am number {n}.\n")
            won.append(n)
        except Conflict as conflict:
            lost.append(conflict)

    _race(EDITORS, edit)
    assert (len(won), len(lost)) == (1, EDITORS - 1)
    assert f"I am number {won[0]}." in app.drafts.open(team.max, draft.id).text
    texts = {conflict.offer.yours for conflict in lost}
    assert len(texts) == EDITORS - 1, "what each of them typed is in their hands"
    assert all(f"number {won[0]}." in conflict.offer.theirs for conflict in lost)


def _edit_from_afar(
    data: str, content: str, url: str | None, told: "multiprocessing.Queue[str]", n: int
) -> None:
    app = open_app(Settings(data=Path(data), content=Path(content), database_url=url))
    max_ = next(person for person in app.people.everyone() if person.name == "Max")
    draft = app.drafts.open(max_, 1)
    try:
        app.drafts.save(max_, 1, 1, f"{draft.text}\nI am process {n}.\n")
        told.put(f"won {n}")
    except Conflict:
        told.put(f"lost {n}")
    app.close()


def test_processes_that_race_are_told_apart_like_threads(team: Team) -> None:
    settings = team.app.settings
    team.app.drafts.start(team.max, "on-time")
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    arguments = (str(settings.data), str(settings.content), settings.database_url, told)
    processes = [context.Process(target=_edit_from_afar, args=(*arguments, n)) for n in range(3)]
    for process in processes:
        process.start()
    words = sorted(told.get(timeout=60).split()[0] for _ in processes)
    for process in processes:
        process.join()
    assert words == ["lost", "lost", "won"]


def test_a_change_that_is_due_is_published_once_however_many_servers_try(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = team.approved(team.ana, "on-time", "A week late", "Ten days late")
    app.publishing.publish(team.max, draft.id, draft.version, at=team.now[0].replace(hour=23))
    servers: list[App] = [app]
    servers += [open_app(app.settings, clock=lambda: team.now[0]) for _ in range(2)]
    team.later(days=1)
    start = threading.Barrier(9)

    def serve(n: int) -> None:
        start.wait()
        servers[n % 3].publishing.publish_due(OPERATOR)

    _race(9, serve)
    with app._database.read() as session:
        bodies = session.exec(select(Revision.body).where(Revision.article_id == draft_article(app))).all()
    assert len([body for body in bodies if "Ten days" in body]) == 1
    for server in servers[1:]:
        server.close()


def draft_article(app: App) -> int:
    return app.library._shelves.catalogue().entries["on-time"].id


def test_many_approve_and_publish_at_once_and_one_revision_comes_of_it(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = team.changed(team.ana, "on-time", "A week late", "Ten days late")
    draft = app.drafts.propose(team.ana, draft.id, draft.version)
    refused: list[DraftError] = []

    def hurry(n: int) -> None:
        try:
            app.reviews.approve((team.max, team.mia)[n % 2], draft.id, draft.version)
            app.publishing.publish((team.max, team.mia)[n % 2], draft.id, draft.version)
        except DraftError as error:
            refused.append(error)

    _race(6, hurry)
    assert len(refused) == 5
    assert len(app.history.history(team.ana, "on-time")) == 2
    assert app.audit.verify(OPERATOR).problems == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from kb.app import open_app
from kb.settings import Settings
app = open_app(Settings(data=Path(sys.argv[1]), content=Path(sys.argv[2]), database_url=None))
max_ = next(person for person in app.people.everyone() if person.name == "Max")
draft = app.drafts.open(max_, 1)
app.drafts.save(max_, 1, draft.version, draft.text + "What I typed last.")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_typed_is_there_after_a_kill_right_behind_the_save(team: Team) -> None:
    team.app.drafts.start(team.max, "on-time")
    settings = team.app.settings
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, settings.data, settings.content],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    assert team.app.drafts.open(team.max, 1).text.endswith("What I typed last.")
    assert team.app.audit.verify(OPERATOR).problems == ()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("---\nkind: [\n---\n# T\n", 2),
        ("---\nkind: help\n", 1),
        ("# Only a title\n\nWords.\n", 1),
        ("---\nkind: help\n---\nWords without any title.\n", 1),
        ("---\nkind: help\ntitle: T\n---\nA NUL\x00 in it.\n", 5),
        ("---\nkind: help\ntitle: T\n---\n\nHalf \ud83d of one.\n", 6),
        ("---\nkind: help\ntitle: T\nslug: elsewhere\n---\nWords.\n", 4),
        ("---\nkind: help\ntitle: T\n---\n" + "word " * 1_000_000, 1),
        ("", 1),
    ],
)
def test_what_cannot_be_a_page_is_kept_as_a_draft_and_refused_by_line(
    any_team: Team, typed: str, line: int
) -> None:
    team, app = any_team, any_team.app
    draft = app.drafts.start(team.ana, "on-time")
    draft = app.drafts.save(team.ana, draft.id, draft.version, typed)
    assert app.drafts.open(team.ana, draft.id).text == typed
    with pytest.raises(Unfit) as refused:
        app.drafts.propose(team.ana, draft.id, draft.version)
    assert line in {problem.line for problem in refused.value.problems}
    assert {problem.severity for problem in refused.value.problems} == {"error"}
    assert app.drafts.list(team.ana)[0].id == draft.id


def test_more_than_is_kept_of_anything_is_refused_and_the_draft_stays(team: Team) -> None:
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    with pytest.raises(TooLarge, match="16 MiB"):
        team.app.drafts.save(team.ana, draft.id, draft.version, "x" * (16 * 1024 * 1024 + 1))
    assert team.app.drafts.open(team.ana, draft.id).text == draft.text


def test_remarks_with_odd_characters_are_kept_without_them(any_team: Team) -> None:
    team, app = any_team, any_team.app
    draft = team.changed(team.ana, "on-time", "A week", "Ten days")
    draft = app.drafts.describe(
        team.ana, draft.id, draft.version, "a\x00b\ud800\n" + "c" * 900, material=True
    )
    assert len(draft.card.note) == 500
    draft = app.drafts.propose(team.ana, draft.id, draft.version)
    draft = app.reviews.return_(team.max, draft.id, draft.version, "No\x00.\n\ud800\nWhy?")
    assert draft.reviews[0].comment == "No .\n?\nWhy?"


def test_only_the_last_texts_of_a_draft_are_kept_and_none_when_it_is_over(team: Team) -> None:
    draft = team.app.drafts.start(team.ana, "on-time")
    for n in range(205):
        draft = team.app.drafts.save(team.ana, draft.id, draft.version, f"{n}")
    with team.app._database.read() as session:
        versions = session.exec(select(DraftText.version).order_by(DraftText.version)).all()
    assert versions == list(range(7, 207))
    with pytest.raises(Conflict) as told:
        team.app.drafts.save(team.ana, draft.id, 2, "from long ago")
    assert told.value.offer.theirs == "204"
    team.app.drafts.withdraw(team.ana, draft.id)
    with team.app._database.read() as session:
        assert session.exec(select(DraftText.version)).all() == []
