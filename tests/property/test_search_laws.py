"""What holds of search for every library and every query."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.markup import Section
from kb.search import SearchIndex, SearchPage

WORDS = tuple(
    """
    refund refunds order parcel delivery late damaged broken never arrived charge charged twice
    money card wrong item size voucher goodwill call promise Straße café 返品 返金 the of to it
    café's A4 2026
    """.split()  # noqa: SIM905 - read as a text
)
# no deadline: how long a test takes says more of the machine's other work than of search
laws = settings(deadline=None)
words = st.sampled_from(WORDS)
phrases = st.lists(words, max_size=8).map(" ".join)
titles = st.lists(words, min_size=1, max_size=4).map(" ".join)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """Words with a letter lost, doubled or swapped here and there."""
    text = draw(titles)
    at = draw(st.integers(0, max(0, len(text) - 2)))
    return draw(
        st.sampled_from([text, text[:at] + text[at + 1 :], text[:at] + text[at : at + 1] + text[at:]])
    )


queries = st.one_of(
    slips(), titles, st.text(max_size=40), st.builds('{} -{} "{}" kind:policy'.format, words, words, words)
)


@st.composite
def pages(draw: st.DrawFn, slugs: str = "abcdef") -> SearchPage:
    parts = draw(st.lists(st.tuples(phrases, phrases), max_size=3))
    return SearchPage(
        slug=draw(st.sampled_from(slugs)),
        kind=draw(st.sampled_from(["playbook", "policy", "standard", None])),
        title=draw(titles),
        owner=draw(st.sampled_from(["Returns lead", None])),
        tags=tuple(draw(st.lists(words, max_size=2))),
        words=tuple(draw(st.lists(phrases, max_size=2))),
        sections=tuple(Section(h, 2 if h else 0, h.replace(" ", "-"), t) for h, t in parts),
        lang=draw(st.sampled_from(["en", "de", "xx"])),
    )


libraries = st.lists(pages(), max_size=6).map(lambda found: list({p.slug: p for p in found}.values()))


@laws
@given(libraries, st.text())
def test_no_text_is_an_error(library: list[SearchPage], query: str) -> None:
    results = SearchIndex.build(library).search(query)
    assert len({hit.slug for hit in results.hits}) == len(results.hits)


@laws
@given(
    st.lists(
        st.builds(
            SearchPage,
            st.sampled_from("abc"),
            st.none(),
            st.text(),
            st.none(),
            st.tuples(st.text()),
            st.tuples(st.text()),
            st.tuples(st.builds(Section, st.text(), st.integers(0, 6), st.text(), st.text())),
        )
    ),
    st.text(),
)
def test_no_page_is_an_error(library: list[SearchPage], query: str) -> None:
    index = SearchIndex.build(library)
    index.search(query)
    for page in library:
        index.update(page)
        for hit in index.search(page.title).hits + index.search(page.sections[0].text).hits:
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@laws
@given(libraries)
def test_an_exact_title_is_first_always(library: list[SearchPage]) -> None:
    index = SearchIndex.build(library)
    for page in library:
        assert index.search(page.title).hits[0].title.casefold() == page.title.casefold()


@laws
@given(
    libraries,
    st.lists(pages(), max_size=6),
    st.sets(st.sampled_from("abcdef")),
    st.lists(queries, min_size=1, max_size=4),
)
def test_a_library_changed_page_by_page_answers_like_one_built_afresh(
    first: list[SearchPage], changes: list[SearchPage], gone: set[str], asked: list[str]
) -> None:
    changed = SearchIndex.build(first)
    for page in changes:
        changed.update(page)
    for slug in gone:
        changed.remove(slug)
    left = {page.slug: page for page in (*first, *changes) if page.slug not in gone}
    fresh = SearchIndex.build(left.values())
    assert len(changed) == len(fresh)
    for query in asked:
        assert changed.search(query) == fresh.search(query)


@laws
@given(libraries, queries, st.sets(st.sampled_from("abcdef")), st.integers(0, 4))
def test_what_may_not_be_seen_is_neither_shown_nor_counted(
    library: list[SearchPage], query: str, hidden: set[str], limit: int
) -> None:
    index = SearchIndex.build(library)
    everything = [hit.slug for hit in index.search(query, limit=100).hits]
    seen = [hit.slug for hit in index.search(query, limit, lambda slug: slug not in hidden).hits]
    assert seen == [slug for slug in everything if slug not in hidden][:limit]


@laws
@given(libraries, queries)
def test_a_mark_is_never_on_a_guess(library: list[SearchPage], query: str) -> None:
    index = SearchIndex.build(library)
    plain = index.search(query, correct=False)
    assert plain.corrections == ()
    announced = {meant for _, meant in index.search(query).corrections}
    for written, _ in index.search(query).corrections:
        assert written not in {
            word.casefold() for word in WORDS if any(word in str(page) for page in library)
        }
    assert all(announced)


@settings(laws, max_examples=30)
@given(libraries, st.lists(queries, min_size=1, max_size=3))
def test_an_index_that_was_stored_answers_like_the_one_in_memory(
    library: list[SearchPage], asked: list[str]
) -> None:
    index = SearchIndex.build(library)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "search.index"
        index.save(file)
        loaded = SearchIndex.load(file)
        assert loaded is not None
        for query in asked:
            assert loaded.search(query) == index.search(query)
        for page in library[:2]:
            loaded.remove(page.slug)
            index.remove(page.slug)
            assert loaded.search(asked[0]) == index.search(asked[0])


@settings(laws, max_examples=50)
@given(
    libraries,
    st.one_of(
        st.text(alphabet="\x00\x1b\u200f\u202e\ud800\udfff🎉((((a+)+$.*[]{}|?\\", max_size=300),
        st.sampled_from(["the of to", "!!!", "(a+)+$" * 1500, "a" * 10_000, "\x00" * 10_000, "x y " * 2_500]),
    ),
)
def test_whatever_is_typed_is_answered_soon(library: list[SearchPage], query: str) -> None:
    index = SearchIndex.build(library)
    begin = time.thread_time()
    assert index.search(query).query == query
    assert time.thread_time() - begin < 0.5  # far above what it takes, far below what a bomb would


@laws
@given(libraries, st.lists(pages(), min_size=4, max_size=12), queries)
def test_laying_the_lists_out_anew_changes_no_answer(
    first: list[SearchPage], changes: list[SearchPage], query: str
) -> None:
    with patch("kb.search.library.MOST_CHANGED", 2):
        changed = SearchIndex.build(first)
        for page in changes:
            changed.update(page)
            changed.remove("a")
    left = {page.slug: page for page in (*first, *changes) if page.slug != "a"}
    assert changed.search(query) == SearchIndex.build(left.values()).search(query)


def test_four_threads_search_while_a_fifth_changes_pages_and_none_fails() -> None:
    made = [
        SearchPage(name, "playbook", f"{name} refund {n}", None, (), ("broken",), (Section("", 0, "", text),))
        for n, (name, text) in enumerate(zip("abcdefgh", WORDS * 2, strict=False))
    ]
    index = SearchIndex.build(made[:2])
    failures: list[BaseException] = []
    searches = [0] * 4
    done = threading.Event()

    def search(number: int) -> None:
        try:
            while not done.is_set():
                for query in ("refund", "a refnud", "brok", '"refund 1" -parcel', "café 返品"):
                    index.search(query)
                searches[number] += 1
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test must see it
            failures.append(error)

    readers = [threading.Thread(target=search, args=(number,), daemon=True) for number in range(4)]
    for reader in readers:
        reader.start()
    try:
        with patch("kb.search.library.MOST_FRESH", 3), patch("kb.search.library.MOST_CHANGED", 7):
            for page in made * 5:
                index.update(page)
                index.remove("a")
    finally:
        done.set()
        for reader in readers:
            reader.join(timeout=30)
    assert not failures
    assert all(searches)
    assert len(index) == 7
