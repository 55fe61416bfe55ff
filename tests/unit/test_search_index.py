"""What people may rely on when they search a small library."""

from __future__ import annotations

import pytest

from kb.markup import Section
from kb.search import SearchIndex, SearchPage


def page(slug: str, title: str, *parts: tuple[str, str], **more: object) -> SearchPage:
    sections = tuple(
        Section(heading, 2 if heading else 0, heading.lower().replace(" ", "-"), text)
        for heading, text in parts
    )
    told = {"kind": "playbook", "owner": "Returns lead", "tags": (), "words": (), **more}
    return SearchPage(slug=slug, title=title, sections=sections, **told)  # type: ignore[arg-type]


DAMAGED = page(
    "arrived-damaged",
    "Arrived damaged",
    ("", "The parcel came and what is in it is broken."),
    ("Ask for a photo", "If they can send a picture, our packers learn from it."),
    ("What you may offer", "A replacement or a full refund within thirty days."),
    tags=("broken", "fragile goods"),
    words=("it came smashed to bits", "cracked"),
)
POLICY = page(
    "arrived-damaged-policy",
    "Arrived damaged: what we may offer",
    ("", "The rules for what is smashed, broken or cracked on arrival."),
    kind="policy",
    words=("it came smashed to bits", "cracked"),
)
LOST = page(
    "never-arrived",
    "Never arrived",
    ("", "The parcel did not come."),
    ("Trace the parcel", "Ask the carrier where it was last seen, and tell the customer the delivery day."),
    owner="Delivery lead",
    words=("where is my parcel",),
)
TWICE = page(
    "billed-twice",
    "Billed twice",
    ("", "The card was charged twice for one order."),
    ("Send it back", "Return the second payment today. Never offer a voucher."),
    owner="Payments lead",
)
JAPANESE = page("henpin", "返品について", ("返金の方法", "壊れた商品は返品できます。"), lang="ja")
GERMAN = page("rueckgabe", "Rückgabe", ("Größe", "Die Straße stimmt nicht."), lang="de")


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.build([POLICY, DAMAGED, LOST, TWICE, JAPANESE, GERMAN])


def slugs(index: SearchIndex, query: str, **how: object) -> list[str]:
    return [hit.slug for hit in index.search(query, **how).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("refnud", "arrived-damaged"),
        ("dammaged", "arrived-damaged"),
        ("never arived", "never-arrived"),
        ("chargd twice", "billed-twice"),
        ("smashed to bits", "arrived-damaged"),
        ("wheres my parcel", "never-arrived"),
        ("pacel neverr", "never-arrived"),
        ("billedtwice", "billed-twice"),
        ("re placement", "arrived-damaged"),
        ("tra", "never-arrived"),
        ("delivry", "never-arrived"),
        ("RÜCKGABE", "rueckgabe"),
        ("ruckgabe", "rueckgabe"),
        ("strasse", "rueckgabe"),
        ("返品", "henpin"),
        ("\uff52\uff45\uff46\uff55\uff4e\uff44", "arrived-damaged"),
    ],
)
def test_what_was_meant_comes_first(index: SearchIndex, typed: str, slug: str) -> None:
    assert slugs(index, typed)[0] == slug


def test_an_exact_title_comes_first_whatever_else_matches(index: SearchIndex) -> None:
    for one in (POLICY, DAMAGED, LOST, TWICE, JAPANESE, GERMAN):
        assert slugs(index, one.title.upper())[0] == one.slug


def test_a_playbook_comes_before_the_policy_of_the_same_subject(index: SearchIndex) -> None:
    assert slugs(index, "smashed")[:2] == ["arrived-damaged", "arrived-damaged-policy"]
    assert slugs(index, "cracked")[0] == "arrived-damaged"


def test_a_query_that_names_a_kind_prefers_that_kind(index: SearchIndex) -> None:
    assert slugs(index, "smashed policy")[0] == "arrived-damaged-policy"


def test_a_hit_opens_at_the_heading_that_matched(index: SearchIndex) -> None:
    hit = index.search("photo").hits[0]
    assert (hit.heading, hit.anchor) == ("Ask for a photo", "ask-for-a-photo")
    hit = index.search("second payment").hits[0]
    assert hit.anchor == "send-it-back"


def test_a_hit_by_title_or_by_another_name_opens_at_the_top(index: SearchIndex) -> None:
    for query in ("billed twice", "billed", "smashed to bits"):
        hit = index.search(query).hits[0]
        assert (hit.heading, hit.anchor) == ("", "")


def test_only_words_literally_there_are_marked(index: SearchIndex) -> None:
    hit = index.search("send pictures to the packers").hits[0]
    marked = {hit.snippet[start:end].casefold() for start, end in hit.marks}
    assert marked == {"send", "picture", "packers"}


def test_while_typing_the_letters_typed_are_marked(index: SearchIndex) -> None:
    hit = index.search("thir").hits[0]
    assert {hit.snippet[start:end] for start, end in hit.marks} == {"thir"}


def test_a_correction_is_said_and_can_be_refused(index: SearchIndex) -> None:
    results = index.search("refnud")
    assert results.corrections == (("refnud", "refund"),)
    assert [results.hits[0].snippet[a:b] for a, b in results.hits[0].marks] == ["refund"]
    refused = index.search("refnud", correct=False)
    assert refused.hits == ()
    assert refused.corrections == ()


def test_a_word_that_pages_use_is_never_announced_as_corrected(index: SearchIndex) -> None:
    assert index.search("refunds for the customer").corrections == ()
    assert index.search("refun").corrections == ()


def test_words_written_as_one_are_announced(index: SearchIndex) -> None:
    assert index.search("paymenttoday").corrections == (("paymenttoday", "payment today"),)


def test_quoted_words_must_stand_together_as_written(index: SearchIndex) -> None:
    assert slugs(index, '"charged twice"') == ["billed-twice"]
    assert slugs(index, '"twice charged"') == []


def test_words_and_pages_can_be_excluded(index: SearchIndex) -> None:
    assert "billed-twice" in slugs(index, "offer")
    assert "billed-twice" not in slugs(index, "offer -voucher")
    assert "billed-twice" not in slugs(index, "offer -vouchers")


def test_tag_kind_and_owner_narrow_the_answer(index: SearchIndex) -> None:
    assert slugs(index, "kind:policy arrived") == ["arrived-damaged-policy"]
    assert slugs(index, 'tag:"fragile goods"') == ["arrived-damaged"]
    assert slugs(index, "owner:payments") == ["billed-twice"]
    assert slugs(index, "kind:nonsense arrived") == []


def test_what_may_not_be_seen_takes_no_place_under_the_limit(index: SearchIndex) -> None:
    everyone = slugs(index, "parcel")
    assert slugs(index, "parcel", limit=1, visible=lambda slug: slug != everyone[0]) == [everyone[1]]


def test_a_limit_is_kept(index: SearchIndex) -> None:
    assert len(slugs(index, "parcel", limit=1)) == 1
    assert slugs(index, "parcel", limit=0) == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "!!! ---",
        "\x00\x1b\x1f",
        "🎉",
        "kind:",
        '"',
        '""',
        "-",
        "the of",
        "a" * 10_000,
        "x y " * 2_500,
    ],
)
def test_whatever_is_typed_gets_an_answer(index: SearchIndex, typed: str) -> None:
    assert index.search(typed).query == typed


def test_short_words_of_a_long_story_are_not_read_as_others(index: SearchIndex) -> None:
    story = "my aunt opened the box and one cud was smashed and the carpet ruined by the sauce"
    assert "cud" not in dict(index.search(story).corrections)


def test_a_changed_page_is_found_by_its_new_words_only() -> None:
    index = SearchIndex.build([DAMAGED, LOST])
    index.update(page("never-arrived", "Gone astray", ("", "The courier lost the wardrobe.")))
    assert slugs(index, "wardrobe") == ["never-arrived"]
    assert slugs(index, "carrier", correct=False) == []
    assert slugs(index, "gone astray")[0] == "never-arrived"
    assert len(index) == 2


def test_a_removed_page_is_gone_and_removing_it_again_is_no_error() -> None:
    index = SearchIndex.build([DAMAGED, LOST])
    index.remove("never-arrived")
    index.remove("never-arrived")
    assert "never-arrived" not in slugs(index, "never arrived")
    assert len(index) == 1


def test_an_index_without_pages_answers_nothing() -> None:
    assert SearchIndex.build([]).search("refund").hits == ()


def test_a_hit_says_in_json_what_other_programs_are_promised(index: SearchIndex) -> None:
    told = index.search("photo").hits[0].as_json()
    assert list(told) == ["slug", "title", "heading", "anchor", "score", "snippet"]
    assert isinstance(told["score"], float)


def test_a_snippet_is_short_and_around_the_match() -> None:
    long = "filler words before. " * 400 + "the walrus ate the oyster " + "and more after it. " * 400
    hit = SearchIndex.build([page("long", "Long", ("", long))]).search("walrus oyster").hits[0]
    assert "walrus ate the oyster" in hit.snippet
    assert len(hit.snippet) <= 200
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["walrus", "oyster"]


def test_from_the_second_letter_on_there_is_an_answer_and_it_never_gets_worse(index: SearchIndex) -> None:
    for one in (DAMAGED, LOST, TWICE):
        before = len(slugs(index, "")) + 100
        for end in range(2, len(one.title) + 1):
            found = slugs(index, one.title[:end])
            assert found, one.title[:end]
            rank = found.index(one.slug) if one.slug in found else 100
            assert rank <= before, one.title[:end]
            before = rank


def test_words_that_are_no_slips_are_not_read_as_others(index: SearchIndex) -> None:
    assert index.search("your driver chucked it over the fence").corrections == ()
    assert index.search("zebra crossing").corrections == ()


def test_a_misspelling_whose_stem_is_a_word_is_read_as_what_was_meant() -> None:
    pages = [
        page("hours", "Opening hours", ("", "A bus stops here.")),
        page("care", "Business customers", ("", "They pay by invoice.")),
    ]
    results = SearchIndex.build(pages).search("busness customers ")
    assert results.hits[0].slug == "care"
    assert results.corrections == (("busness", "business"),)


def test_a_word_written_as_it_sounds_is_found(index: SearchIndex) -> None:
    results = index.search("foto of the box")
    assert (results.hits[0].slug, results.hits[0].heading) == ("arrived-damaged", "Ask for a photo")
    assert results.corrections == (("foto", "photo"),)


def test_a_snippet_shows_no_lines_of_a_table() -> None:
    text = "## Rules\n| Rule | Photo |\n|---|:--:|\n| D1 | yes |\n- a point = 3"
    hit = SearchIndex.build([page("a", "A policy", ("", text))]).search("photo").hits[0]
    assert hit.snippet == "Rules Rule Photo D1 yes a point = 3"
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["Photo"]
