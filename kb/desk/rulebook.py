"""The rulebook: the policies as the library has them now, read by the engine whenever one changes."""

from collections.abc import Callable
from datetime import date, datetime

import policies
from kb.library.catalogue import Catalogue
from kb.library.shelves import Change, Shelves
from kb.sources import customer_words, policy_page
from policies import Book, Finding, PageRefused, Policy, Problem


class Rulebook:
    """Follows the shelves. A book, once read, is never changed: whoever holds one may go on using it."""

    def __init__(self, shelves: Shelves, clock: Callable[[], datetime]) -> None:
        """Read the policies on `shelves`; `clock` tells which day it is."""
        self._shelves = shelves
        self._clock = clock
        self._pages: dict[str, policies.Page] = {}
        self._book: Book = policies.read(())
        self._findings: tuple[Finding, ...] = ()
        shelves.follow(self._follow)

    def book(self) -> Book:
        """Return the policies as they are now."""
        self._shelves.catalogue()
        return self._book

    def problems(self) -> tuple[Problem, ...]:
        """Return what the engine reads and proves to be wrong with the policies as they are now."""
        return (*self.book().problems, *self._findings)

    def in_force(self, complaint: str) -> Policy:
        """Return the policy that decides today.

        Raises:
            policies.NoPolicy: there is none, or its page has an error, be it a failed example or a proven
                gap: the money waits until the page is mended.
        """
        policy = self.book().policy(complaint, self.today())
        errors = [each for each in self.problems() if each.path == policy.path and each.severity == "error"]
        if errors:
            message = f"`{policy.complaint}` is not decided: {policy.path} has {len(errors)} error(s)"
            raise PageRefused(message, tuple(errors), str(errors[0]))
        return policy

    def today(self) -> date:
        """Return the day as of which policies are asked."""
        return self._clock().date()

    def customer_words(self, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
        """Return, by the slug of each playbook, what customers say of the complaints it is for."""
        vocabularies = [page.path for page in self._pages.values() if page.is_vocabulary]
        return customer_words(self._book, vocabularies, catalogue.addresses, self.today())

    def _follow(self, change: Change) -> None:
        pages = {slug: page for slug, page in self._pages.items() if slug not in change.gone}
        for page in (each.source for each in change.pages):
            pages.pop(page.slug, None)
            if page.kind == "policy":
                pages[page.slug] = policy_page(page)
        if pages != self._pages:
            book = policies.read(pages[slug] for slug in sorted(pages))
            self._pages, self._book, self._findings = pages, book, policies.analyse(book)
