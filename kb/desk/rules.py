"""Rules: all editions of all policy pages at one moment, read and proved, and what decides on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import policies
from kb.desk.editions import Edition
from kb.desk.views import PolicyStamp
from policies import Book, Finding, PageRefused, Policy, Problem

Editions = Mapping[str, tuple[Edition, ...]]


@dataclass(frozen=True, eq=False)
class Rules:
    """Never changed: whoever holds one may go on using it, and asks `heads` whether it still holds.

    `heads` are the newest revisions, by slug, of the pages it was read from.
    """

    editions: Editions
    heads: Mapping[str, int]
    book: Book
    findings: tuple[Finding, ...]

    def problems(self, today: date) -> tuple[Problem, ...]:
        """Return what is wrong with the pages that decide, today or on a day to come."""
        paths = {edition.page.path for edition in _coming(self.editions, today)}
        return tuple(each for each in (*self.book.problems, *self.findings) if each.path in paths)

    def in_force(self, complaint: str, today: date) -> Policy:
        """Return the policy that decides on that day.

        Raises:
            policies.NoPolicy: there is none, or its page has an error, be it a failed example or a proven
                gap: the money waits until the page is mended.
        """
        policy = self.book.policy(complaint, today)
        errors = [
            each for each in self.problems(today) if each.path == policy.path and each.severity == "error"
        ]
        if errors:
            message = f"`{policy.complaint}` is not decided: {policy.path} has {len(errors)} error(s)"
            raise PageRefused(message, tuple(errors), str(errors[0]))
        return policy

    def stamp(self, policy: Policy) -> PolicyStamp:
        """Return which revisions a policy of this book was read from."""
        numbers = {edition.page.path: edition.number for found in self.editions.values() for edition in found}
        vocabulary = policy.vocabulary
        return PolicyStamp(
            policy.slug,
            numbers.get(policy.path, 0),
            policy.sha256,
            vocabulary.slug,
            numbers.get(vocabulary.path, 0),
            vocabulary.sha256,
        )


def read_rules(editions: Editions, heads: Mapping[str, int], today: date) -> Rules:
    """Read all editions; those that no day to come is decided by were proved in their time, and are not
    proved again."""
    every = [edition for slug in sorted(editions) for edition in editions[slug]]
    book = policies.read(edition.page for edition in every)
    coming = list(_coming(editions, today))
    proved = book if len(coming) == len(every) else policies.read(edition.page for edition in coming)
    return Rules(dict(editions), dict(heads), book, policies.analyse(proved))


def _coming(editions: Editions, today: date) -> Iterator[Edition]:
    """Yield the editions in force today or on a day to come: of each page, down to the first of its past."""
    for slug in sorted(editions):
        for edition in editions[slug]:
            yield edition
            if edition.since <= today:
                break
