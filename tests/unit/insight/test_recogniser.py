import threading
from pathlib import Path

import pytest
from builders import VOCABULARY, write_pages
from sqlmodel import select

from kb.access import OPERATOR, Actor, Refused
from kb.app import App
from kb.model import ConfirmedWords
from kb.search.complaints import Guess
from policies import UnknownComplaint

TWO_TYPES = VOCABULARY.replace(
    "| Late delivery | where is my parcel; it should be here by now |",
    "| Arrived damaged | it came broken; smashed to bits; the glass is cracked | |\n"
    "| Late delivery | where is my parcel; it should be here by now; still waiting for it |",
)


@pytest.fixture
def two(app: App, manager: Actor, tmp_path: Path) -> App:
    app.library.import_folder(manager, write_pages(tmp_path / "two", {"policies/vocabulary.md": TWO_TYPES}))
    return app


def first(guess: Guess) -> tuple[str, float]:
    return guess.ranked[0]


def test_a_customers_words_are_told_from_the_vocabulary_alone(two: App, agent: Actor) -> None:
    assert first(two.recogniser.guess(agent, "the vase arived brokn to bits"))[0] == "arrived_damaged"
    assert first(two.recogniser.guess(agent, "im still waitng, where is it"))[0] == "late_delivery"


def test_confidences_are_shares_of_one_and_what_is_left_is_none_of_these(two: App, agent: Actor) -> None:
    for words in ("it came broken", "what colour is your office dog", "parcel"):
        ranked = two.recogniser.guess(agent, words).ranked
        assert all(0 <= sure <= 1 for _, sure in ranked)
        assert sum(sure for _, sure in ranked) <= 1.001
        assert [sure for _, sure in ranked] == sorted((sure for _, sure in ranked), reverse=True)


def test_with_one_type_or_none_nothing_is_guessed(app: App, agent: Actor) -> None:
    assert app.recogniser.guess(agent, "where is my parcel") == Guess()


def test_a_confirmed_case_counts_from_the_next_guess_on(two: App, agent: Actor) -> None:
    words = "zwxq gribbled my flumph"
    before = dict(two.recogniser.guess(agent, words).ranked).get("arrived_damaged", 0.0)
    for said in ("gribbled flumph", "flumph all gribbled", "it was gribbled"):
        assert two.recogniser.confirm(agent, said, "arrived_damaged")
    key, after = first(two.recogniser.guess(agent, words))
    assert key == "arrived_damaged"
    assert after > before


def test_a_new_phrase_on_the_vocabulary_page_counts_from_the_next_guess_on(
    two: App, agent: Actor, manager: Actor, tmp_path: Path
) -> None:
    changed = TWO_TYPES.replace("it came broken;", "it came broken; totally gribbled; gribbled it;")
    two.library.import_folder(manager, write_pages(tmp_path / "x", {"policies/vocabulary.md": changed}))
    assert first(two.recogniser.guess(agent, "gribbled"))[0] == "arrived_damaged"


def test_confirmed_words_are_kept_clean_counted_and_can_be_forgotten(
    two: App, agent: Actor, manager: Actor
) -> None:
    said = "my order 4711 for Jo Bloggs (jo@example.org, 0770 900123) is smashed"
    assert two.recogniser.confirm(agent, said, "arrived_damaged")
    assert two.recogniser.confirm(agent, said, "arrived_damaged")
    (kept,) = two.recogniser.confirmed(manager)
    assert kept.times == 2
    assert "@" not in kept.words
    assert "Bloggs" not in kept.words
    assert not any(char.isdigit() for char in kept.words)
    assert two.recogniser.forget(manager, kept.id)
    assert not two.recogniser.forget(manager, kept.id)
    assert two.recogniser.confirmed(manager) == ()


def test_words_of_nothing_but_customer_data_are_not_kept(two: App, agent: Actor, manager: Actor) -> None:
    assert not two.recogniser.confirm(agent, "jo@example.org 4111 1111 1111 1111", "arrived_damaged")
    assert two.recogniser.confirmed(manager) == ()


def test_confirming_what_is_no_complaint_type_is_refused(two: App, agent: Actor) -> None:
    with pytest.raises(UnknownComplaint):
        two.recogniser.confirm(agent, "it came broken", "gribbled")


def test_a_starter_may_ask_but_not_confirm_and_agents_may_not_list(two: App, agent: Actor) -> None:
    starter = two.people.by_email("starter@carebook.invalid")
    assert starter is not None
    assert two.recogniser.guess(starter, "it came broken").ranked
    with pytest.raises(Refused):
        two.recogniser.confirm(starter, "it came broken", "arrived_damaged")
    with pytest.raises(Refused):
        two.recogniser.confirmed(agent)


def test_whatever_is_said_there_is_an_answer(two: App, agent: Actor) -> None:
    for words in ("", " ", "\x00\x1b[2J", "1234567890", "😀" * 500, "a" * 10_000, "it " * 5000):
        guess = two.recogniser.guess(agent, words)
        assert not guess.certain or guess.ranked


def test_agents_who_confirm_at_once_lose_nothing(two: App, agent: Actor) -> None:
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                two.recogniser.confirm(agent, "it is smashed", "arrived_damaged")
                two.recogniser.guess(agent, "it is smashed")
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with two._database.read() as session:
        (row,) = session.exec(select(ConfirmedWords)).all()
    assert row.times == 40


def test_words_that_stand_for_one_another_are_understood_as_soon_as_the_page_is_saved(
    two: App, manager: Actor, tmp_path: Path
) -> None:
    assert (
        first(two.recogniser.guess(OPERATOR, "kaputt"))[1] < 0.3
        if two.recogniser.guess(OPERATOR, "kaputt").ranked
        else True
    )
    table = (
        "---\nkind: help\nslug: search-words\n---\n| Word | Also found by |\n|---|---|\n| broken | kaputt |\n"
    )
    two.library.import_folder(manager, write_pages(tmp_path / "s", {"help/search-words.md": table}))
    assert first(two.recogniser.guess(OPERATOR, "it is kaputt"))[0] == "arrived_damaged"
