"""How a typed query is read."""

from __future__ import annotations

from kb.search.query import MOST_WORDS, parse


def test_plain_words_are_folded_and_the_last_may_still_grow() -> None:
    query = parse("Late Delivéry")
    assert query.words == ("late", "delivery")
    assert query.open_ended
    assert not parse("late delivery ").open_ended
    assert not parse("late delivery?").open_ended


def test_phrases_exclusions_and_filters_are_taken_out() -> None:
    query = parse('refund "never arrived" -voucher tag:delivery KIND:Playbook owner:"Care team" -"gift card"')
    assert query.words == ("refund",)
    assert query.phrases == (("never", "arrived"),)
    assert query.without == (("voucher",), ("gift", "card"))
    assert (query.tags, query.kinds, query.owners) == (("delivery",), ("playbook",), ("care team",))


def test_what_is_no_operator_is_searched_as_words() -> None:
    assert parse('an "open quote').words == ("an", "open", "quote")
    assert parse("re-send kind: x").words == ("re", "send", "kind", "x")
    assert parse("- a").words == ("a",)


def test_a_long_query_keeps_its_telling_words_and_its_last() -> None:
    query = parse(" ".join(f"word{n}x and" for n in range(40)) + " fin")
    assert len(query.words) == MOST_WORDS
    assert "and" not in query.words
    assert query.words[-1] == "fin"
