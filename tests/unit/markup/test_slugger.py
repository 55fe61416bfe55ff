import time

import pytest

from kb.markup.slugger import Anchors, anchor, slug


@pytest.mark.parametrize(
    ("heading", "made"),
    [
        ("Within 30 days", "within-30-days"),
        ("What's *new*?", "whats-new"),
        ("  Größe & Maß ", "größe--maß"),
        ("保証期間", "保証期間"),
        ("a_b c-d", "a_b-c-d"),
        ("__proto__", "proto__"),
        ("!!!", "section"),
        ("", "section"),
    ],
)
def test_anchors_are_made_as_github_makes_them(heading: str, made: str) -> None:
    assert anchor(heading) == made


def test_repeated_headings_are_numbered_and_never_collide_with_one_written_so() -> None:
    page = Anchors()
    assert [page.take(text) for text in ("Notes", "Notes", "Notes 1", "Notes")] == [
        "notes", "notes-1", "notes-1-1", "notes-2",
    ]  # fmt: skip


def test_fifty_thousand_equal_headings_cost_no_more_than_as_many_different_ones() -> None:
    began = time.process_time()
    page = Anchors()
    made = {page.take("Same") for _ in range(50_000)}
    assert len(made) == 50_000
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("Arrived damaged", "arrived-damaged"),
        ("snake_case.name", "snake-case-name"),
        ("Über uns", "über-uns"),
        ("\uff26ull width", "full-width"),
        ("--- ---", ""),
    ],
)
def test_slugs_are_words_between_single_hyphens(words: str, made: str) -> None:
    assert slug(words) == made
    assert slug(made) == made
