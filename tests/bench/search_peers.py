"""Other search engines behind the same door, to be measured beside ours on the same pages and queries."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from search_peers_node import node_peers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kb.search import SearchPage

    Search = Callable[[str], list[str]]

_WORD = re.compile(r"\w+")


def peers(pages: list[SearchPage]) -> Iterator[tuple[str, Search]]:
    """Yield a name and a search for each engine that is installed."""
    yield "SQLite FTS5, porter, bm25(6, 2.5, 2, 1)", fts5(pages, "porter unicode61", " OR ")
    yield "SQLite FTS5, trigram on titles and headings", fts5_trigram(pages)
    yield "rapidfuzz token_set_ratio over titles", titles(pages)
    if importlib.util.find_spec("bm25s"):
        yield "bm25s", bm25s_search(pages)
    if importlib.util.find_spec("tantivy"):
        yield "tantivy, fuzzy terms", tantivy_search(pages)
    yield from node_peers(
        [dict(zip(("id", *"abcd"), (page.slug, *fields(page)), strict=True)) for page in pages]
    )


def fields(page: SearchPage) -> tuple[str, str, str, str]:
    """Return title, headings, tags and body of a page, as one text each."""
    headings = "\n".join(part.heading for part in page.sections)
    return page.title, headings, " ".join(page.tags), "\n".join(part.text for part in page.sections)


def fts5(pages: list[SearchPage], tokenizer: str, joint: str) -> Search:
    """Rank any of the words by FTS5's own weighted bm25; the last word also as a prefix."""
    base = sqlite3.connect(":memory:")
    base.execute(f"create virtual table page using fts5(slug unindexed, a, b, c, d, tokenize='{tokenizer}')")
    base.executemany("insert into page values (?, ?, ?, ?, ?)", [(p.slug, *fields(p)) for p in pages])

    def search(query: str) -> list[str]:
        words = [f'"{word}"' for word in _WORD.findall(query)]
        if not words:
            return []
        asked = joint.join([*words, f"{words[-1]} *"])
        found = base.execute(
            "select slug from page where page match ? order by bm25(page, 0, 6, 2.5, 2, 1) limit 10", (asked,)
        )
        return [slug for (slug,) in found]

    return search


def fts5_trigram(pages: list[SearchPage]) -> Search:
    """Rank any trigram of the query in title and headings."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table page using fts5(slug unindexed, a, b, tokenize='trigram')")
    base.executemany("insert into page values (?, ?, ?)", [(p.slug, *fields(p)[:2]) for p in pages])

    def search(query: str) -> list[str]:
        text = " ".join(_WORD.findall(query))
        asked = " OR ".join(dict.fromkeys(f'"{text[n : n + 3]}"' for n in range(len(text) - 2)))
        if not asked:
            return []
        found = base.execute(
            "select slug from page where page match ? order by bm25(page, 0, 3, 1) limit 10", (asked,)
        )
        return [slug for (slug,) in found]

    return search


def titles(pages: list[SearchPage]) -> Search:
    """Rank by the likeness of titles alone."""
    slugs = [page.slug for page in pages]
    folded = [page.title.casefold() for page in pages]

    def search(query: str) -> list[str]:
        found = process.extract(query.casefold(), folded, scorer=fuzz.token_set_ratio, limit=10)
        return [slugs[number] for _, _, number in found]

    return search


def bm25s_search(pages: list[SearchPage]) -> Search:
    """Rank by bm25s over the whole text, the title three times."""
    import bm25s  # noqa: PLC0415 - only when it is installed
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer("english")
    slugs = [page.slug for page in pages]
    texts = [
        f"{title} {title} {title} {heads} {tags} {body}" for title, heads, tags, body in map(fields, pages)
    ]
    ranker = bm25s.BM25()
    ranker.index(bm25s.tokenize(texts, stemmer=stemmer, show_progress=False), show_progress=False)

    def search(query: str) -> list[str]:
        asked = bm25s.tokenize([query], stemmer=stemmer, show_progress=False)
        if not asked.vocab:
            return []
        found, _ = ranker.retrieve(asked, k=10, show_progress=False)
        return [slugs[number] for number in found[0]]

    return search


def tantivy_search(pages: list[SearchPage]) -> Search:
    """Rank by tantivy, each word also within one or two edits in title and headings."""
    import tantivy  # noqa: PLC0415 - only when it is installed

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("slug", stored=True, tokenizer_name="raw")
    for name in "abcd":
        builder.add_text_field(name, tokenizer_name="en_stem")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for page in pages:
        writer.add_document(tantivy.Document(slug=page.slug, **dict(zip("abcd", fields(page), strict=True))))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    weights = {"a": 6.0, "b": 2.5, "c": 2.0, "d": 1.0}
    should = tantivy.Occur.Should

    def search(query: str) -> list[str]:
        text = " ".join(_WORD.findall(query))
        if not text:
            return []
        parts = [(should, index.parse_query(text, list("abcd"), field_boosts=weights))]
        for word in text.casefold().split():
            edits = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
            if edits:
                parts += [(should, tantivy.Query.fuzzy_term_query(schema, n, word, edits)) for n in "ab"]
        hits = searcher.search(tantivy.Query.boolean_query(parts), 10).hits
        return [searcher.doc(address)["slug"][0] for _, address in hits]

    return search
