from pathlib import Path

import pytest

from kb.search import SearchIndex, Synonyms
from kb.sources import read_folder, search_page

CONTENT = Path(__file__).resolve().parents[2] / "content"
INDEX = SearchIndex.build(search_page(page, {}) for page in read_folder(CONTENT).pages)
ALIKE = Synonyms([("refund", "reimbursement", "money back"), ("carrier", "courier")])
QUERIES = (
    "refund", "refnud", "arrived damaged", "damaged poli", "trakcing the parcel", "giftcard", "re fund",
    "money back now", "reimbursment", "ask for a photo of the damage please now", "playbook damaged",
    "the", "kind:playbook", 'refund "five working days"', "couriers", "late -refund", "",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("correct", [True, False])
def test_the_numbers_that_are_shown_make_the_very_score(query: str, correct: bool) -> None:  # noqa: FBT001
    results = INDEX.search(query, 10, correct=correct, synonyms=ALIKE, explain=True)
    assert [why.slug for why in results.why] == [hit.slug for hit in results.hits]
    for hit, why in zip(results.hits, results.why, strict=True):
        assert why.score == hit.score
        assert why.recomputed() == pytest.approx(hit.score, rel=1e-3, abs=2e-4)
        assert all(line for line in why.lines())


def hows(query: str, slug: str) -> set[tuple[str, str]]:
    results = INDEX.search(query, 20, synonyms=ALIKE, explain=True)
    why = next(why for why in results.why if why.slug == slug)
    return {(match.word, match.how) for word in why.words for match in word.matches}


@pytest.mark.parametrize(
    ("query", "slug", "word", "how"),
    [
        ("damaged ", "arrived-damaged", "damaged", "exact"),
        ("damages ", "arrived-damaged", "damaged", "stem"),
        ("dama", "arrived-damaged", "damaged", "completion"),
        ("damgaed ", "arrived-damaged", "damaged", "correction"),
        ("reimbursement ", "make-it-right", "refund", "synonym"),
        ("re fund ", "make-it-right", "refund", "joined"),
        ("pricereduction ", "make-it-right", "price", "split"),
    ],
)
def test_it_is_told_how_each_word_matched(query: str, slug: str, word: str, how: str) -> None:
    assert (word, how) in hows(query, slug)


def test_without_being_asked_nothing_is_explained() -> None:
    assert INDEX.search("refund").why == ()


def test_a_title_typed_exactly_is_said_to_stand_first() -> None:
    why = INDEX.search("Arrived damaged", explain=True).why[0]
    assert why.exactness == 2
    assert "before all others" in why.lines()[-1]
