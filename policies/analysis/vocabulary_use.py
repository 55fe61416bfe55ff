"""Vocabulary use: facts that are asked for nothing, and playbooks that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.finding import Finding
from policies.analysis.links import find_missing
from policies.derivation import inputs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.analysis.finding import References
    from policies.book import Book
    from policies.fact import Fact
    from policies.vocabulary import Vocabulary


def find_unused_facts(book: Book) -> Iterator[Finding]:
    """Yield a warning for every fact of a vocabulary that no policy uses, in a condition or an amount.

    Nothing is said of a vocabulary without a policy, or while a page that might use the fact cannot be read.
    """
    compiled = book.pages.compiled
    pages = {page.page.path for revisions in book.pages.policies.values() for page in revisions}
    if pages != {path for path, _ in compiled}:
        return
    for vocabulary in book.pages.vocabularies:
        policies = [policy for policy in compiled.values() if policy.vocabulary is vocabulary]
        used = {
            each.key for policy in policies for fact in policy.facts for each in _behind(fact, vocabulary)
        }
        for fact in vocabulary.facts if policies else ():
            if fact.key not in used:
                message = f"no policy uses `{fact.label}`"
                hint = "delete it, or use it in a rule"
                yield Finding("unused-fact", "warning", vocabulary.path, fact.line, message, hint)


def _behind(fact: Fact, vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield a fact and the facts it is derived from."""
    yield fact
    for each in inputs_of(fact, vocabulary):
        yield from _behind(each, vocabulary)


def find_missing_playbooks(vocabulary: Vocabulary, references: References) -> Iterator[Finding]:
    """Yield an error for every complaint type whose playbook leads nowhere."""
    for complaint in vocabulary.complaints or ():
        if complaint.playbook:
            what = f"the playbook of `{complaint.label}`"
            yield from find_missing(vocabulary.path, complaint.line, complaint.playbook, what, references)
