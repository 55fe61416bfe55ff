"""A page as search takes it: its own words, and those of the customers it is for."""

from collections.abc import Mapping

from kb.markup import Section, sections
from kb.search import SearchPage
from kb.sources.definitions import with_definitions
from kb.sources.search_words import SEARCH_WORDS, prose
from kb.sources.source_page import SourcePage


def search_page(
    page: SourcePage, words: Mapping[str, tuple[str, ...]], parts: tuple[Section, ...] | None = None
) -> SearchPage:
    """Return a page as the search index takes it.

    `words` are customers' words by slug; `parts` are the page's sections, where they are known already.
    """
    return SearchPage(
        slug=page.slug,
        kind=page.kind,
        title=page.title,
        owner=page.owner,
        tags=page.tags,
        words=all_words(page.aliases, words, page.slug),
        sections=_sections(page, parts),
        lang=str(page.meta.get("lang", "en")),
    )


def _sections(page: SourcePage, parts: tuple[Section, ...] | None) -> tuple[Section, ...]:
    """Cut the page, a word that it defines apart from the others.

    The words that stand for one another lead elsewhere, never to their own table.
    """
    if page.slug == SEARCH_WORDS:
        return sections(prose(page.body))
    return with_definitions(page.body, sections(page.body) if parts is None else parts)


def all_words(aliases: tuple[str, ...], words: Mapping[str, tuple[str, ...]], slug: str) -> tuple[str, ...]:
    """Return the other names of a page: its aliases, and what customers say of what it is for."""
    return tuple(dict.fromkeys((*aliases, *words.get(slug, ()))))
