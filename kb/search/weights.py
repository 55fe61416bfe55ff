"""Every number that was tuned, in one place, so that a trial changes one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """BM25F: how much a word counts by the field it stands in.

    `usual_*` are the lengths, in words, at which a field is neither favoured
    nor held back. They are constants rather than the library's averages, so
    that a page's impacts never depend on the other pages: a library changed
    page by page ranks exactly like one built afresh.
    """

    title: float = 6.0
    heading: float = 2.5
    label: float = 2.0
    body: float = 1.0
    k1: float = 1.2
    b_title: float = 0.35
    b_heading: float = 0.5
    b_label: float = 0.3
    b_body: float = 0.75
    usual_title: float = 7.0
    usual_heading: float = 30.0
    usual_label: float = 6.0
    usual_body: float = 700.0


FIELDS = FieldWeights()


@dataclass(frozen=True, slots=True)
class RankWeights:
    """How groups of words become a score, and how the best are looked at twice."""

    # guesses at a misspelt word
    ratio: float = 6.0
    jaro_winkler: float = 6.0
    distance: float = 0.5
    frequency: float = 0.2
    sounds_alike: float = 1.0
    other_initial: float = 0.5
    steepness: float = 0.4
    guess: float = 0.6
    guesses: int = 12
    guessed_words: int = 8
    rare: float = 0.003
    rare_guess: float = 0.6
    much_more: float = 30.0
    rare_idf: float = 1.3
    # completions of the last word
    completions: int = 48
    title_beginnings: int = 20
    completion: float = 0.75
    completion_fade: float = 0.06
    misspelt_prefix: float = 0.6
    # coverage
    floor: float = 0.6
    in_title: float = 0.8
    in_heading: float = 0.3
    # the second look
    looked_at: int = 48
    window: int = 24
    long_query: int = 5


RANK = RankWeights()


@dataclass(frozen=True, slots=True)
class LookWeights:
    """What each measure of the second look counts; `long` is added from three words up to five."""

    short: tuple[float, ...] = (3.2, 1.85, 2.4, 2.8, 1.0, 2.0, 2.9, 2.6, 4.0, -2.2, -0.3)
    long: tuple[float, ...] = (0.0, 0.0, 0.0, 4.5, 1.9, -3.3, -3.4, 0.0, 1.5, 0.0, 0.0)


LOOK = LookWeights()

# A playbook says what to do now; of two pages that match alike it is the one that helps mid-call.
STANDING = {"playbook": 1.6, "help": 1.0, "standard": 1.0, "philosophy": 1.0, "policy": 0.7}

# What it adds when the query is, word for word, one of a page's other names.
NAMED = 3.0
# And when the query names the page's kind: "damaged policy".
KIND_NAMED = 6.0
