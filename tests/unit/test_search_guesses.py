"""Which words a slip is read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.markup import Section
from kb.search import SearchPage
from kb.search.guesses import edits_allowed, guesses, sound
from kb.search.lexicon import fingerprint
from kb.search.library import Library

if TYPE_CHECKING:
    from kb.search.snapshot import Snapshot

WORDS = (
    "refund receive delivery delivered parcel damaged separate definitely address necessary order A4x9 b12c"
)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    page = SearchPage("a", "help", "Words", None, (), (), (Section("", 0, "", WORDS),))
    return Library().filled_with([page])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("refnud", "refund"),
        ("recieve", "receive"),
        ("delivry", "delivery"),
        ("parsel", "parcel"),
        ("dammaged", "damaged"),
        ("seperate", "separate"),
        ("definately", "definitely"),
        ("adress", "address"),
        ("neccesary", "necessary"),
        ("odrer", "order"),
    ],
)
def test_common_slips_are_read_as_what_was_meant(snapshot: Snapshot, written: str, meant: str) -> None:
    assert guesses(snapshot, written)[0].word == meant


def test_codes_and_numbers_are_never_guessed(snapshot: Snapshot) -> None:
    assert guesses(snapshot, "a4x8") == []
    assert guesses(snapshot, "12") == []


def test_nothing_near_is_no_guess(snapshot: Snapshot) -> None:
    assert guesses(snapshot, "zzyzx") == []


def test_the_best_guess_has_likelihood_one_and_the_others_less(snapshot: Snapshot) -> None:
    found = guesses(snapshot, "deliverd")
    assert found[0].likelihood == 1.0
    assert [guess.likelihood for guess in found] == sorted((g.likelihood for g in found), reverse=True)


def test_longer_words_are_forgiven_more() -> None:
    allowed = [edits_allowed(length) for length in range(1, 15)]
    assert allowed == sorted(allowed)
    assert all(edits_allowed(n, strict=True) <= edits_allowed(n) for n in range(1, 15))


def test_an_edit_changes_at_most_two_bits_of_a_fingerprint() -> None:
    pairs = [
        ("refund", "refnud"),
        ("refund", "refunds"),
        ("refund", "rebund"),
        ("aab", "ab"),
        ("größe", "grösse"),
    ]
    for one, other in pairs:
        assert (fingerprint(one) ^ fingerprint(other)).bit_count() <= 4


def test_words_that_sound_alike_are_heard_alike() -> None:
    assert sound("phone") == sound("fone")
    assert sound("parcel") != sound("refund")
