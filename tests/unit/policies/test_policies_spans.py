"""Sets of values: the arithmetic that every analysis rests on."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from policies.spans import EVERYTHING, HIGHEST, LOWEST, Spans, between, union

LINE = [Decimal(at) / 2 for at in range(-2, 20)]


@st.composite
def sets(draw: st.DrawFn) -> Spans:
    ends = st.tuples(st.integers(0, 8).map(Decimal), st.integers(0, 1))
    pairs = draw(
        st.lists(st.tuples(st.one_of(ends, st.just(LOWEST)), st.one_of(ends, st.just(HIGHEST))), max_size=4)
    )
    return union(between(low, high, stepped=False) for low, high in pairs)


@given(sets(), sets())
def test_sets_are_what_their_members_say(one: Spans, two: Spans) -> None:
    for value in LINE:
        assert (value in (one & two)) == (value in one and value in two)
        assert (value in (one | two)) == (value in one or value in two)
        assert (value in (one - two)) == (value in one and value not in two)
        assert (value in ~one) == (value not in one)


@given(sets(), sets())
def test_equal_sets_are_equal_whatever_made_them(one: Spans, two: Spans) -> None:
    assert (one | two) == (two | one)
    assert (one & two) == ~(~one | ~two)
    assert ~~one == one
    assert (one | ~one) == EVERYTHING
    assert not (one & ~one)
    assert list(one.cuts) == sorted(set(one.cuts))


def test_on_a_stepped_line_after_a_value_is_before_the_next() -> None:
    assert between((3, 1), (7, 1), stepped=True) == between((4, 0), (8, 0), stepped=True)
    assert not between((3, 1), (4, 0), stepped=True)
    assert between((3, 1), (4, 0), stepped=False)
