"""The proof: every question put to every policy of a book, and all findings together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from policies.analysis.better_gets_less import find_better_gets_less
from policies.analysis.collisions import find_collisions
from policies.analysis.days import find_uncovered_days, shared_day
from policies.analysis.dead_rows import find_dead_rows
from policies.analysis.finding import Finding
from policies.analysis.gaps import find_gaps
from policies.analysis.links import find_missing_clauses
from policies.analysis.meter import TooComplex
from policies.analysis.refusals import find_refusals
from policies.analysis.subject import SHARE, Subject
from policies.analysis.vocabulary_use import find_missing_playbooks, find_unused_facts
from policies.analysis.worth import find_limits_beyond_worth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from policies.analysis.finding import References
    from policies.book import Book
    from policies.policy import Policy

    Question = tuple[str, Callable[[], Iterable[Finding]]]


def analyse(book: Book, references: References | None = None) -> tuple[Finding, ...]:
    """Prove what can be proved of every policy, exact over all its cases, and return what is found, by page and line.

    Every revision of a policy is looked at with every vocabulary that is in force with it on some day; what cannot
    be executed is left to `Book.problems`. The same pages give the same findings, byte for byte.

    Args:
        book: the pages, read.
        references: tells of a link whether it leads anywhere; without it, links are not looked at.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for finding in _findings(book, references):
        found.setdefault((finding.path, finding.line, finding.code, finding.message, finding.region), finding)
    return tuple(sorted(found.values(), key=_place))


def _place(finding: Finding) -> tuple[str, int, str, str, str]:
    return finding.path, finding.line, finding.code, finding.message, finding.region


def _findings(book: Book, references: References | None) -> Iterator[Finding]:
    yield from find_uncovered_days(book)
    yield from find_unused_facts(book)
    if references is not None:
        for vocabulary in book.pages.vocabularies:
            yield from find_missing_playbooks(vocabulary, references)
        for _, policy in sorted(book.pages.compiled.items()):
            yield from find_missing_clauses(policy, references)
    for _, policy in sorted(book.pages.compiled.items()):
        together, day = shared_day(book, policy)
        if together and policy.rules and policy.vocabulary.roles:
            subject = Subject(policy, day)
            for name, question in _questions(subject):
                yield from _answered(subject, name, question)


BY_REMEDY = {
    "collisions": find_collisions,
    "dead rows": find_dead_rows,
    "fairness between better and worse": find_better_gets_less,
    "limits beyond the order": find_limits_beyond_worth,
}
"""What is asked about every remedy."""


def _questions(subject: Subject) -> Iterator[Question]:
    yield "gaps", partial(find_gaps, subject)
    yield "refusals", partial(find_refusals, subject)
    for block in subject.policy.blocks:
        for name, find in BY_REMEDY.items():
            yield f"{name} of `{block.remedy.label}`", partial(find, subject, block)


def _answered(subject: Subject, name: str, question: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(question())
    except TooComplex:
        return [_refusal(subject.policy, subject, name)]


def _refusal(policy: Policy, subject: Subject, name: str) -> Finding:
    """Return the finding that a question is too complex, naming what blows it up."""
    axes = sorted(subject.grid(policy.rules).axes, key=lambda axis: (-len(axis.segments), axis.fact.key))
    widest = ", ".join(f"`{axis.fact.label}` in {len(axis.segments)} ranges" for axis in axes[:3])
    message = (
        f"the {name} cannot be proved within {SHARE:,} steps: {len(policy.rules)} rules tell apart {widest}"
    )
    hint = "use the same few ranges in all rows, or split the complaint type"
    return Finding("too-complex", "error", policy.path, policy.rules[0].line, message, hint)
