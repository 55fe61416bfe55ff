import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from kb.insight.journal import AGAIN, HELD, STOOD, Asked, Journal


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Book:
    def __init__(self) -> None:
        self.seconds = Seconds()
        self.rows: list[Asked] = []
        self.broken = False
        self.journal = Journal(self.store, lambda: datetime(2026, 3, 14, tzinfo=UTC), self.seconds)

    def store(self, batch: Sequence[Asked]) -> None:
        if self.broken:
            raise OperationalError("insert", {}, Exception("disk full"))
        self.rows += batch

    def type(self, text: str, every: float = 0.1, slugs: Sequence[str] = ("a", "b")) -> None:
        for end in range(1, len(text) + 1):
            self.journal.searched("s", text[:end], slugs)
            self.seconds.now += every

    def wait(self, seconds: float) -> None:
        self.seconds.now += seconds
        self.journal.settle()
        self.journal.write()

    @property
    def words(self) -> list[str]:
        return [row.words for row in self.rows]


@pytest.fixture
def book() -> Book:
    return Book()


def test_of_a_burst_of_typing_only_the_last_query_counts(book: Book) -> None:
    book.type("late delivery")
    book.wait(HELD + 1)
    assert book.words == ["late delivery"]


def test_a_pause_in_the_middle_of_typing_does_not_count_twice(book: Book) -> None:
    book.type("late")
    book.wait(STOOD + 2)
    book.journal.searched("s", "late delivery", ["a"])
    book.wait(HELD + 1)
    assert book.words == ["late delivery"]


def test_what_was_opened_is_noted_with_its_rank(book: Book) -> None:
    book.type("damaged")
    book.journal.opened("s", "b")
    book.wait(0)
    assert [(row.words, row.opened, row.rank) for row in book.rows] == [("damaged", "b", 2)]


def test_a_page_that_was_not_among_the_hits_has_no_rank_and_the_next_page_is_of_no_search(book: Book) -> None:
    book.type("damaged")
    book.journal.opened("s", "elsewhere")
    book.journal.opened("s", "a")
    book.wait(0)
    assert [(row.opened, row.rank) for row in book.rows] == [("elsewhere", None)]


def test_searching_again_soon_with_nothing_opened_says_that_the_first_was_in_vain(book: Book) -> None:
    book.type("warranty")
    book.wait(5)
    book.type("guarantee")
    book.wait(HELD + 1)
    assert [(row.words, row.again) for row in book.rows] == [("warranty", True), ("guarantee", False)]


def test_searching_again_much_later_says_nothing_of_the_first(book: Book) -> None:
    book.type("warranty")
    book.wait(AGAIN + 10)
    book.type("guarantee")
    book.wait(HELD + 1)
    assert [row.again for row in book.rows] == [False, False]


def test_a_glimpse_between_two_searches_is_no_search(book: Book) -> None:
    book.type("warranty")
    book.wait(5)
    book.journal.searched("s", "x", [])
    book.seconds.now += 0.5
    book.journal.searched("s", "", [])
    book.wait(HELD + 1)
    assert [(row.words, row.again) for row in book.rows] == [("warranty", False)]


def test_rubbing_out_and_typing_something_else_is_searching_again(book: Book) -> None:
    book.type("flamingo", slugs=())
    book.wait(STOOD + 1)
    for end in range(7, 0, -1):
        book.journal.searched("s", "flamingo"[:end], ())
        book.seconds.now += 0.05
    book.type("bird")
    book.wait(HELD + 1)
    assert [(row.words, row.hits, row.again) for row in book.rows] == [
        ("flamingo", 0, True),
        ("bird", 2, False),
    ]


def test_sessions_do_not_mix(book: Book) -> None:
    book.journal.searched("one", "first", ["a"])
    book.journal.searched("two", "second", ["b"])
    book.seconds.now += 2
    book.journal.opened("two", "b")
    book.wait(HELD + 1)
    assert {(row.words, row.opened) for row in book.rows} == {("first", None), ("second", "b")}


def test_nothing_is_lost_on_an_orderly_end(book: Book) -> None:
    book.type("damaged")
    book.journal.searched("t", "late", ["a"])
    book.journal.close()
    book.journal.close()
    assert sorted(book.words) == ["damaged", "late"]


def test_what_cannot_be_stored_now_is_stored_later_in_its_order(book: Book) -> None:
    book.broken = True
    for words in ("one thing", "another thing"):
        book.journal.searched("s", words, ["a"])
        book.journal.opened("s", "a")
        book.wait(0)
    assert book.rows == []
    book.broken = False
    book.wait(0)
    assert book.words == ["one thing", "another thing"]


def test_many_threads_lose_and_double_nothing(book: Book) -> None:
    def work(name: str) -> None:
        for number in range(100):
            book.journal.searched(name, f"{name} {number}", ["a"])
            book.journal.opened(name, "a")
            book.journal.write()

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    book.wait(0)
    assert len(book.rows) == len(set(book.words)) == 600


def test_noting_a_search_takes_well_under_a_millisecond(book: Book) -> None:
    begin = time.process_time()
    for number in range(2000):
        book.journal.searched("s", f"query {number}", ["a"] * 12)
    assert time.process_time() - begin < 1.0
