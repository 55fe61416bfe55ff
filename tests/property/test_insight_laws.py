"""The law of the log: whatever is typed around it, no address, number or order of a customer is ever kept."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.insight.cleaning import cleaned

WORDS = st.lists(
    st.sampled_from(
        (
            "where",
            "is my",
            "parcel",
            "refund for",
            "the Delivery",
            "LATE",
            "please",
            ".",
            ",",
            "- (",
            ")",
            "at",
        )
    ),
    max_size=8,
).map(" ".join)
NAME = st.from_regex(r"[a-z][a-z0-9._+-]{1,12}[a-z0-9]", fullmatch=True)
HOST = st.from_regex(r"[a-z]{2,10}(\.[a-z]{2,8}){0,2}\.[a-z]{2,4}", fullmatch=True)
EMAIL = st.tuples(NAME, st.sampled_from(["@", " @ ", "(at)", " at ", "@ ", "\uff20"]), HOST)
SEPARATOR = st.sampled_from(["", " ", "-", ".", " - ", "/", "\u2011", "\xa0"])
DIGITS = st.sampled_from(["0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15", "\u0660\u0661\u0662\u0663"])


@st.composite
def number(draw: st.DrawFn) -> str:
    """A card, telephone or order number, grouped and spelled as people do."""
    digits = draw(DIGITS)
    groups = draw(st.lists(st.text(digits, min_size=1, max_size=5), min_size=2, max_size=5))
    return draw(st.sampled_from(["", "+", "#", "no ", "ORD-", "(0)", "GB"])) + draw(SEPARATOR).join(groups)


@settings(max_examples=150)
@given(WORDS, EMAIL, WORDS)
def test_no_e_mail_address_is_ever_kept(before: str, email: tuple[str, str, str], after: str) -> None:
    name, at, host = email
    kept = cleaned(f"{before} {name}{at}{host} {after}", 500)
    assert "@" not in kept
    assert host not in kept


@settings(max_examples=150)
@given(WORDS, number(), WORDS)
def test_no_digit_of_any_number_is_ever_kept(before: str, found: str, after: str) -> None:
    kept = cleaned(f"{before} {found} {after}", 500)
    assert not re.search(r"\d", kept)


@settings(max_examples=100)
@given(st.text(max_size=300), st.integers(0, 200))
def test_cleaning_takes_any_text_keeps_to_its_length_and_has_nothing_left_to_do(
    text: str, longest: int
) -> None:
    kept = cleaned(text, longest)
    assert len(kept) <= longest
    assert "@" not in kept
    assert not any(char.isnumeric() and not char.isalpha() for char in kept)
