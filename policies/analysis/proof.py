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
from policies.analysis.shared_ends import find_shared_ends
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
    """Prove what can be proved of every policy, exact over all its cases, and return what is found, by page
    and line.

    Every revision of a policy is looked at with every vocabulary that is in force with it on some day; what
    cannot be executed is left to `Book.problems`. The same pages give the same findings, byte for byte.

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
            yield from _proved(Subject(policy, day))


BY_REMEDY = {
    "dead rows": find_dead_rows,
    "better values that get less": find_better_gets_less,
    "limits beyond the order": find_limits_beyond_worth,
    "ranges that share an end": find_shared_ends,
}
"""What is asked about every remedy, after all collisions and gaps."""


def _questions(subject: Subject) -> Iterator[Question]:
    blocks = subject.policy.blocks
    for block in blocks:
        yield f"collisions of `{block.remedy.label}`", partial(find_collisions, subject, block)
    yield "gaps", partial(find_gaps, subject)
    yield "refusals", partial(find_refusals, subject)
    for name, find in BY_REMEDY.items():
        for block in blocks:
            if block.rules:
                yield f"{name} of `{block.remedy.label}`", partial(find, subject, block)


def _proved(subject: Subject) -> Iterator[Finding]:
    """Yield the answers to all questions about a policy, and those that must stay open as one finding."""
    refused: list[str] = []
    for name, question in _questions(subject):
        try:
            yield from list(question())
        except TooComplex:
            refused.append(name)
    if refused:
        yield _refusal(subject.policy, refused)


def _refusal(policy: Policy, refused: list[str]) -> Finding:
    """Return the finding that some questions are too complex, naming what blows them up."""
    cuts: dict[str, set[object]] = {}
    for rule in policy.rules:
        for condition in rule.conditions:
            cuts.setdefault(condition.fact.key, set()).update(condition.accepts.cuts)
    widest = sorted(
        (fact for fact in policy.facts if fact.key in cuts), key=lambda fact: -len(cuts[fact.key])
    )
    names = [f"`{fact.label}` at {len(cuts[fact.key])} places" for fact in widest[:3]]
    if len(widest) > 3:
        names.append(f"{len(widest) - 3} facts more")
    why = f"cut {', '.join(names)}" if names else "have amounts that differ too little"
    said = ", ".join(refused[:6]) + (f" and {len(refused) - 6} more" if len(refused) > 6 else "")
    message = (
        f"`{policy.complaint}` cannot be proved within {SHARE:,} steps: {said}; "
        f"its {len(policy.rules):,} rules {why}"
    )
    hint = "use the same few ranges in all rows, or split the complaint type"
    return Finding("too-complex", "error", policy.path, policy.rules[0].line, message, hint)
