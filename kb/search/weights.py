"""Every number that was tuned, in one place, so that a trial changes one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """BM25F: how much a word counts by the field it stands in: title, heading, label, text.

    `b` is how much a field longer than `usual` (in words) is held back. A
    library knows its own averages the better the more pages it has: they are
    mixed with `usual` as if that came from `prior` pages.
    """

    weight: tuple[float, ...] = (6.0, 2.5, 2.0, 1.0)
    b: tuple[float, ...] = (0.35, 0.5, 0.3, 0.75)
    usual: tuple[float, ...] = (7.0, 30.0, 6.0, 700.0)
    prior: float = 50.0
    k1: float = 1.2


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
    reads_alike: float = 2.0
    other_initial: float = 0.5
    steepness: float = 0.4
    plausible: float = 9.2  # below it a guess may find a page, but is no correction; nor read in a story
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
    # words that managers say mean the same
    synonym: float = 0.8
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

# A playbook says what to do now; of two pages that match alike it is the one
# that helps mid-call. Help is about Carebook itself, and repeats others' words as examples.
STANDING = {"playbook": 1.6, "help": 0.6, "standard": 1.0, "philosophy": 1.0, "policy": 0.7}

# How often the second look counts it again.
STANDING_AGAIN = 2.0

# What it adds when the query is, word for word, one of a page's other names.
NAMED = 3.0
# And when the query names the page's kind: "damaged policy".
KIND_NAMED = 6.0
