import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.library.merging import marker_lines, merge3way

BASE = "# Title\n\nFirst.\n\nSecond.\n\nThird.\n"


def test_changes_of_different_lines_are_put_together() -> None:
    mine, theirs = BASE.replace("First", "1st"), BASE.replace("Third", "3rd")
    merged = merge3way(BASE, mine, theirs)
    assert merged.clean
    assert merged.text == "# Title\n\n1st.\n\nSecond.\n\n3rd.\n"
    assert merge3way(BASE, theirs, mine) == merged


def test_changes_of_one_line_are_both_kept_between_markers() -> None:
    merged = merge3way(BASE, BASE.replace("Second", "2nd"), BASE.replace("Second", "Two"))
    assert (merged.clean, merged.conflicts) == (False, 1)
    assert "<<<<<<< Yours\n2nd.\n=======\nTwo.\n>>>>>>> Theirs\n" in merged.text
    assert marker_lines(merged.text) == (5, 9)


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    both = BASE.replace("Second", "2nd")
    assert merge3way(BASE, both, both).text == both
    more = merge3way(BASE, both, both + "\nFourth.\n")
    assert (more.clean, more.text) == (True, both + "\nFourth.\n")


def test_a_text_that_one_side_emptied_is_empty() -> None:
    merged = merge3way("a\na\n", "a\r\na\n", "")
    assert (merged.text, merged.clean, merged.conflicts) == ("", True, 0)


def test_a_heading_underlined_by_seven_signs_is_no_marker() -> None:
    page = "Title\n=======\n\nOne.\n\nTwo.\n"
    merged = merge3way(page, page.replace("One", "1"), page.replace("Two", "2"))
    assert (merged.clean, merged.text) == (True, "Title\n=======\n\n1.\n\n2.\n")
    assert marker_lines(merged.text) == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_text_saved_with_other_line_ends_still_merges_line_by_line(end: str) -> None:
    mine, theirs = BASE.replace("First", "1st").replace("\n", end), BASE.replace("Third", "3rd")
    merged = merge3way(BASE, mine, theirs)
    assert (merged.clean, merged.text) == (True, "# Title\n\n1st.\n\nSecond.\n\n3rd.\n".replace("\n", end))
    kept = merge3way(BASE.replace("\n", end), mine, theirs.replace("\n", end))
    assert kept.text == merged.text


def test_what_is_no_text_is_merged_all_the_same() -> None:
    base = "a\x00\nx\ny\n\ud800z\n"
    merged = merge3way(base, base.replace("a", "b"), base.replace("z", "w"))
    assert (merged.clean, merged.text) == (True, "b\x00\nx\ny\n\ud800w\n")
    odd = merge3way("a\x00\U00100000", "mine", "theirs")
    assert not odd.clean
    assert "mine" in odd.text
    assert "theirs" in odd.text


LINES = st.lists(st.sampled_from(["a", "b", "", "- c", "====", "| d |", "é\u2028"]), max_size=8)
TEXTS = st.builds(
    lambda lines, end, last: end.join(lines) + last,
    LINES,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n"]),
)


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_that_one_side_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge3way(base, mine, theirs)
    kept = set(merged.text.split())
    for one, other in ((mine, theirs), (theirs, mine)):
        written = set(one.split()) - set(base.split())
        assert written <= kept, (written, other)
    if not merged.clean:
        assert marker_lines(merged.text)
    assert merge3way(base, mine, base).text == mine
    assert merge3way(base, base, theirs).text == theirs


def test_a_page_of_five_thousand_lines_merges_in_a_moment() -> None:
    rng = random.Random(7)  # noqa: S311 -- lines, not secrets
    base = [f"Line {rng.randrange(60)}.\n" if n % 2 else "\n" for n in range(5_000)]
    mine, theirs = list(base), list(base)
    for n in range(0, 2_400, 40):
        mine[n] = f"Mine {n}.\n"
    for n in range(2_600, 5_000, 40):
        theirs[n] = f"Theirs {n}.\n"
    merge3way("a\n", "b\n", "c\n")  # the library is loaded once
    start = time.process_time()
    merged = merge3way("".join(base), "".join(mine), "".join(theirs))
    assert time.process_time() - start < 1.0
    assert merged.clean
    assert merged.text == "".join(mine[:2_500] + theirs[2_500:])
