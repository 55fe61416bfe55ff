"""Labels, keys, and cells typed on anything."""

import pytest

from policies.label import key_of, suggestion, tidy


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Days since delivery", "days_since_delivery"),
        ("  One-way   fare ", "one_way_fare"),
        ("Remedies in 90 days", "remedies_in_90_days"),
        ("yes/no", "yes_no"),
        ("Größe", "größe"),
        ("\uff21\uff22", "ab"),
        ("Order\u00a0value", "order_value"),
        ("\u200bTier\ufeff", "tier"),
        ("…", ""),
    ],
)
def test_a_label_becomes_its_key(label: str, key: str) -> None:
    assert key_of(label) == key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\uff13\uff10", "30"),
        ("\u2264\u00a030", "<= 30"),
        ("\u22655", ">=5"),
        ("\u221220", "-20"),
        ("\u2013 20", "- 20"),
        ("5 \u00d7 Nights", "5 x Nights"),
        ("10\u00b2", "10\u00b2"),
        ("\u00bd", "\u00bd"),
        ("  a \t b ", "a b"),
    ],
)
def test_a_cell_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert tidy(typed) == meant


def test_only_something_near_is_suggested() -> None:
    assert suggestion("Ordr valu", ["Order value", "Tier"]) == "did you mean `Order value`?"
    assert suggestion("Photo", ["Order value", "Up to"]) == ""
