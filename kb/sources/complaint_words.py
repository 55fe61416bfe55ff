"""What stands for each complaint type on the pages themselves: examples for telling complaints apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import policies
from kb.markup import plain_text
from kb.search import Synonyms, folded
from kb.search.complaints import Example
from kb.sources.addresses import Addresses
from kb.sources.folder import policy_pages
from kb.sources.search_words import SEARCH_WORDS, search_words
from policies import NoPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from kb.sources.folder import Folder
    from policies import ComplaintType, Problem

_PLAYBOOK = 0.5


def complaint_examples(
    complaints: Iterable[ComplaintType], about: Callable[[str], tuple[str, ...]]
) -> tuple[Example, ...]:
    """Return an example for each label and phrase of the vocabulary, and lighter ones from the playbooks.

    `about` gives the other names and the summary of the page that a link on the vocabulary page leads to.
    """
    return tuple(_examples(complaints, about))


def _examples(
    complaints: Iterable[ComplaintType], about: Callable[[str], tuple[str, ...]]
) -> Iterator[Example]:
    for complaint in complaints:
        for phrase in (complaint.label, *complaint.says):
            yield Example(plain_text(phrase), complaint.key)
        for words in about(complaint.playbook) if complaint.playbook else ():
            yield Example(words, complaint.key, _PLAYBOOK)


def examples_in(folder: Folder, today: date) -> tuple[Example, ...]:
    """Return the examples of a folder of pages; none where no vocabulary is in force.

    Raises:
        policies.NoPolicy: no vocabulary page is in force, or it has errors.
    """
    pages = policy_pages(folder)
    vocabularies = [page.path for page in pages if page.is_vocabulary]
    addresses = Addresses((page.path, page.slug) for page in folder.pages)
    page_at = {page.slug: page for page in folder.pages}

    def about(href: str) -> tuple[str, ...]:
        found = next(filter(None, (addresses.target(path, href) for path in vocabularies)), None)
        if found is None:
            return ()
        page = page_at[found[0]]
        return tuple(filter(None, (*page.aliases, str(page.meta.get("summary") or ""))))

    return complaint_examples(policies.read(pages).complaints(today), about)


def synonyms_in(folder: Folder) -> tuple[Synonyms, tuple[Problem, ...]]:
    """Return the words that stand for one another in a folder, and what is wrong with the table."""
    page = next((page for page in folder.pages if page.slug == SEARCH_WORDS), None)
    if page is None:
        return Synonyms(), ()
    sets, problems = search_words(page)
    return Synonyms(sets), problems


def words_in(folder: Folder) -> frozenset[str]:
    """Return every folded word of a folder: none of them is a misspelling of another."""
    return frozenset(word for page in folder.pages for word in folded(f"{page.title}\n{page.body}"))


__all__ = ["NoPolicy", "complaint_examples", "examples_in", "synonyms_in", "words_in"]
