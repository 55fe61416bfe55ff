"""The rulebook: the policies as the library has them now, read by the engine whenever one changes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

import policies
from kb.desk.editions import Edition, editions, heads
from kb.desk.rules import Rules, read_rules
from kb.library.catalogue import Catalogue
from kb.library.shelves import Change, Shelves
from kb.sources import customer_words
from kb.storage import Database
from policies import Book, Policy, Problem


class Rulebook:
    """Follows the shelves. What it gives out is never changed: whoever holds it may go on using it."""

    def __init__(self, shelves: Shelves, database: Database, clock: Callable[[], datetime]) -> None:
        """Read the policies on `shelves`, and their earlier revisions in `database`."""
        self._shelves = shelves
        self._database = database
        self._clock = clock
        self._rules = Rules({}, {}, policies.read(()), ())
        shelves.follow(self._follow)

    def rules(self) -> Rules:
        """Return the policies as they are, at most about a second old."""
        self._shelves.catalogue()
        return self._rules

    def fresh(self) -> Rules:
        """Look now, and return the policies as of this moment; not for use inside a transaction."""
        self._shelves.refresh()
        return self._rules

    def book(self) -> Book:
        """Return the policies as they are now, with every revision that was or will be in force."""
        return self.rules().book

    def problems(self) -> tuple[Problem, ...]:
        """Return what the engine reads and proves to be wrong with the policies as they are now."""
        return self.rules().problems(self.today())

    def in_force(self, complaint: str) -> Policy:
        """Return the policy that decides today.

        Raises:
            policies.NoPolicy: there is none, or its page has an error, be it a failed example or a proven
                gap: the money waits until the page is mended.
        """
        return self.rules().in_force(complaint, self.today())

    def today(self) -> date:
        """Return the day as of which policies are asked."""
        return self._clock().date()

    def customer_words(self, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
        """Return, by the slug of each playbook, what customers say of the complaints it is for."""
        rules = self._rules
        vocabularies = [
            found[0].page.path for found in rules.editions.values() if found and found[0].page.is_vocabulary
        ]
        return customer_words(rules.book, vocabularies, catalogue.addresses, self.today())

    def _follow(self, change: Change) -> None:
        before = self._rules.editions
        changed = {page.source.slug for page in change.pages}
        with self._database.read() as session:
            newest = heads(session)
            after = {
                slug: before[slug]
                if slug in before and slug not in changed and before[slug][0].number == newest[slug]
                else editions(session, slug)
                for slug in newest
            }
        after = {slug: found for slug, found in after.items() if found}
        if _marks(after) != _marks(before):
            self._rules = read_rules(after, newest, self.today())
        else:
            self._rules = replace(self._rules, heads=newest)


def _marks(found: Mapping[str, tuple[Edition, ...]]) -> dict[str, list[tuple[int, str, str]]]:
    return {
        slug: [(each.number, each.page.path, each.page.sha256) for each in group]
        for slug, group in found.items()
    }
