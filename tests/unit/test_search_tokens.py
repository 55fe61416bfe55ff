"""How text becomes words."""

from __future__ import annotations

import pytest

from kb.search.tokens import fold, fold_text, pieces, raw_words, word_spans


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("ﬁnden", "finden"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("\uff32\uff25\uff26\uff35\uff2e\uff24", "refund"),
        ("Łódź", "lodz"),
        ("don’t", "dont"),
        ("customer's", "customer"),
        ("ΟΔΟΣ", "οδοσ"),
    ],
)
def test_spellings_that_people_call_the_same_are_the_same(written: str, folded: str) -> None:
    assert fold_text(written) == folded


def test_words_keep_their_apostrophes_and_accents_inside() -> None:
    assert raw_words("Don't re-send o\u0301 42_x") == ["Don't", "re", "send", "o\u0301", "42", "x"]


def test_text_without_spaces_becomes_pairs() -> None:
    assert raw_words("返品の日") == ["返品", "品の", "の日"]
    assert raw_words("iPhone用ケース") == ["iPhone", "用ケ", "ケー", "ース"]
    assert raw_words("日 a") == ["日", "a"]


def test_spans_are_where_the_words_are() -> None:
    for text in ("It came broken, didn't it?", "返品 and ﬁnd", "ไปไหน"):
        assert [text[start:end] for start, end in word_spans(text)] == raw_words(text)


def test_pieces_have_the_words_of_the_whole() -> None:
    text = "some words of a long text " * 200 + "x" * 3000
    parts = list(pieces(text))
    assert "".join(part for _, part in parts) == text
    assert [word for _, part in parts for word in raw_words(part)] == raw_words(text)
    assert all(text.startswith(part, offset) for offset, part in parts)


def test_a_word_of_signs_only_folds_to_itself() -> None:
    assert fold("½") != ""
