import random

import pytest

from kb.search import Synonyms
from kb.search.complaints import ComplaintModel, Example, Guess
from kb.search.complaints.features import clauses
from kb.search.near_words import NearWords

SAID = {
    "broken": ("it came broken", "smashed to bits", "the glass is cracked", "a dent in the lid"),
    "late": ("where is my order", "it is late", "still waiting for it", "it should be here by now"),
    "twice": ("you charged me twice", "two payments on my card", "billed again", "a double payment"),
}
EXAMPLES = [Example(words, key) for key, said in SAID.items() for words in said]


def test_what_the_examples_say_is_recognised() -> None:
    model = ComplaintModel(EXAMPLES)
    for each in EXAMPLES:
        assert model.guess(each.words).ranked[0][0] == each.complaint


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("its smahsed", "broken"),
        ("chraged me twise", "twice"),
        ("stil wating", "late"),
        ("CRAKED GLASS", "broken"),
    ],
)
def test_misspelt_words_are_recognised(words: str, complaint: str) -> None:
    assert ComplaintModel(EXAMPLES).guess(words).ranked[0][0] == complaint


def test_of_a_long_tale_the_clause_that_matters_is_heard() -> None:
    tale = (
        "Hello there, I hope you are well and the weather is kind. My sister recommended you, "
        "and we chose the blue one for the hall. Anyway, you charged me twice. Kind regards to all."
    )
    assert ComplaintModel(EXAMPLES).guess(tale).ranked[0][0] == "twice"
    assert len(clauses(tale)) > 2


def test_what_was_never_heard_is_nothing_and_never_certain() -> None:
    model = ComplaintModel(EXAMPLES)
    assert model.guess("qqqq vvvv") == Guess()
    assert not model.guess("do you sell hats for dogs").certain


def test_with_fewer_than_two_types_there_is_nothing_to_tell_apart() -> None:
    assert ComplaintModel([]).guess("it came broken") == Guess()
    assert ComplaintModel(EXAMPLES[:4]).guess("it came broken") == Guess()


def test_the_same_examples_make_the_same_model_whatever_their_order() -> None:
    shuffled = list(EXAMPLES)
    random.Random(3).shuffle(shuffled)  # noqa: S311 - a lot, no secret
    one, other = ComplaintModel(EXAMPLES), ComplaintModel(shuffled)
    for words in ("smashed glass", "where is it", "twice on my card"):
        first, second = dict(one.guess(words).ranked), dict(other.guess(words).ranked)
        assert first == pytest.approx(second, abs=2e-3)


def test_many_types_of_many_examples_are_learnt_and_told_apart() -> None:
    lot = random.Random(5)  # noqa: S311 - a lot, no secret
    words = [
        "".join(lot.choices("bcdfglmnprst", k=2)) + "".join(lot.choices("aeiou", k=1)) * 2 for _ in range(800)
    ]
    own = {f"type {n}": lot.sample(words, 12) for n in range(40)}
    examples = [
        Example(" ".join([*lot.sample(mine, 5), *lot.sample(words, 2)]), key)
        for key, mine in own.items()
        for _ in range(12)
    ]
    model = ComplaintModel(examples)
    right = sum(model.guess(" ".join(lot.sample(mine, 5))).ranked[0][0] == key for key, mine in own.items())
    assert right >= 36


def test_more_confirmed_cases_make_it_surer() -> None:
    said = "the lid has come off its hinge"
    before = dict(ComplaintModel(EXAMPLES).guess(said).ranked).get("broken", 0.0)
    more = [
        Example(words, "broken") for words in ("lid off its hinge", "the hinge came off", "hinge is loose")
    ]
    after = dict(ComplaintModel([*EXAMPLES, *more]).guess(said).ranked)["broken"]
    assert after > before


def test_words_that_stand_for_one_another_are_one() -> None:
    alike = Synonyms([("broken", "kaputt", "had it")])
    assert ComplaintModel(EXAMPLES, alike).guess("completely kaputt").ranked[0][0] == "broken"
    assert ComplaintModel(EXAMPLES, alike).guess("it has had it").ranked[0][0] == "broken"


def test_the_nearest_word_is_the_one_with_the_fewest_slips() -> None:
    words = NearWords(["delivery", "delivered", "deliver", "refund", "x1y2z3"])
    assert words.nearest("delivrey") == ("delivery", 1)
    assert words.nearest("refnud") == ("refund", 1)
    assert words.nearest("flamingo") is None
    assert words.nearest("del") is None
    assert words.nearest("x1y2z4") is None
