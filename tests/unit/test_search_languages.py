"""Search in the world's scripts, and under the many spellings of one word."""

from __future__ import annotations

import pytest

from kb.markup import Section
from kb.search import SearchIndex, SearchPage

TEXTS = {
    "de": ("Rückgabe und Erstattung", "Die Größe stimmt nicht, die Schuhe drücken.", "de"),
    "fr": ("Œuvres endommagées", "Le colis est arrivé abîmé.", "fr"),
    "ar": ("استرداد المال", "مُحَمَّد ينتظر الطرد المفقود", "ar"),
    "ru": ("Возврат денег", "Посылка пришла повреждённой, клиенты недовольны.", "ru"),
    "zh": ("退货政策", "如果商品损坏顾客可以退款。", "zh"),
    "ja": ("返品について", "壊れた商品は返金できます。", "ja"),
    "th": ("การคืนสินค้า", "พัสดุเสียหายสามารถขอเงินคืนได้", "th"),
    "en": ("Colour of the first ﬁnish", "Refunding customers who were charged twice.", "en"),
}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.build(
        SearchPage(slug, "help", title, None, (), (), (Section("", 0, "", text),), lang=lang)
        for slug, (title, text, lang) in TEXTS.items()
    )


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("grösse", "de"),
        ("GROSSE", "de"),
        ("groesse", "de"),
        ("rueckgabe", "de"),
        ("Rückgaben", "de"),
        ("oeuvre", "fr"),
        ("abime", "fr"),
        ("colis arrive", "fr"),
        ("محمد", "ar"),
        ("مُحَمَّد", "ar"),
        ("استرداد", "ar"),
        ("возврат", "ru"),
        ("посылки", "ru"),
        ("клиент", "ru"),
        ("退款", "zh"),
        ("损坏", "zh"),
        ("返金", "ja"),
        ("壊れた", "ja"),
        ("เงินคืน", "th"),
        ("พัสดุ", "th"),
        ("finish", "en"),
        ("\uff46\uff49\uff4e\uff49\uff53\uff48", "en"),
        ("refunded customer", "en"),
        ("color of the finish", "en"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(index: SearchIndex, typed: str, slug: str) -> None:
    assert index.search(typed).hits[0].slug == slug


def test_each_page_is_stemmed_in_its_own_language(index: SearchIndex) -> None:
    assert [hit.slug for hit in index.search("erstattungen", correct=False).hits] == ["de"]
    assert [hit.slug for hit in index.search("charging", correct=False).hits] == ["en"]
