"""How a page stands: whose it is, when it was looked at, who leads to it, and which page it is taken for."""

import re
from collections.abc import Iterable, Iterator

from kb.sources.checking.corpus import Corpus, Known
from kb.sources.folder import policy_page
from kb.sources.source_page import SourcePage
from policies import Problem

_LINKED_KINDS = frozenset({"standard", "playbook", "policy"})
"""Kinds that only links and search lead to; philosophy has its path, and help its own shelf."""
_SMALL = frozenset({"a", "an", "and", "the", "of", "to", "for", "in", "on"})
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
_SHORTEST = 8


def standing_problems(corpus: Corpus, known: Known, page: SourcePage) -> Iterator[Problem]:
    """Yield what is wrong with how one page of the library stands."""
    if known.kind is None:
        return
    if not known.owner:
        hint = "add `owner:` with a role, so that somebody answers for it"
        yield Problem("missing-owner", "error", known.path, 1, "nobody owns the page", hint)
    if known.review_due is not None and known.review_due < corpus.today:
        message = f"its review was due on {known.review_due.isoformat()}"
        line = page.meta_lines.get("review_every", 1)
        yield Problem(
            "overdue-review", "warning", known.path, line, message, "read it and say it still holds"
        )
    if known.kind in _LINKED_KINDS and known.slug not in corpus.linked and not _is_entrance(page):
        hint = "link to it from where it is needed, or archive it"
        yield Problem("orphan", "warning", known.path, 1, "no other page links to it", hint)


def _is_entrance(page: SourcePage) -> bool:
    return page.kind == "policy" and policy_page(page).is_vocabulary


def alike_titles(pages: Iterable[Known]) -> Iterator[Problem]:
    """Yield a warning for each page whose title is nearly that of an earlier one of its kind.

    Two titles are taken for one another when they are the same but for small words, their order, or one
    letter; numbers must be the same.
    """
    seen: dict[tuple[str, str], Known] = {}
    for page in sorted((each for each in pages if each.kind), key=lambda each: each.path):
        keys = [(page.kind or "", variant) for variant in _variants(page.title)]
        other = next((seen[key] for key in keys if key in seen), None)
        if other is not None and _DIGITS.findall(other.title) == _DIGITS.findall(page.title):
            message = f"its title `{page.title}` is nearly that of `{other.path}`, `{other.title}`"
            hint = "merge the two, or tell them apart"
            yield Problem("near-duplicate-title", "warning", page.path, 1, message, hint)
        for key in keys:
            seen.setdefault(key, page)


def _variants(title: str) -> list[str]:
    words = sorted(word for word in _WORD.findall(title.casefold()) if word not in _SMALL)
    key = " ".join(words)
    if len(key) < _SHORTEST:
        return [key] if key else []
    return [key, *(key[:at] + key[at + 1 :] for at in range(len(key)))]
