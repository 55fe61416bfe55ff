"""Paths whose steps lead nowhere, questions that cannot be asked, or that the policy answers otherwise."""

from collections.abc import Mapping

from kb.sources.checking.corpus import Corpus
from kb.sources.lessons import faults, lesson_of
from kb.sources.source_page import SourcePage
from policies import Decision, Problem


def lesson_problems(corpus: Corpus, page: SourcePage) -> tuple[Problem, ...]:
    """Return what is wrong with what a page asks of its readers.

    Where no vocabulary is in force, as in a folder without policies, no case is put to any.
    """
    lesson = lesson_of(page)
    if lesson is None:
        return ()

    def decide(complaint: str, role: str, facts: Mapping[str, object]) -> Decision:
        acting = role or next(iter(each.key for each in corpus.book.roles(corpus.today)), "")
        policy = corpus.book.policy(complaint, corpus.today)
        return corpus.book.decide(policy.complaint, acting, facts, corpus.today)

    return faults([lesson], corpus.addresses.target, decide if corpus.vocabulary_path else None)
