"""The desk's use cases, over the policies in the library."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from sqlmodel import col, select

import policies
from kb.access import Actor, Gate, use_case
from kb.desk.customer_words import customer_words
from kb.library import policy_page
from kb.library.catalogue import Catalogue
from kb.library.shelves import Change, Shelves
from kb.model import LoadProblem
from kb.storage import Database
from policies import Book, ComplaintType, Decision, Fact, Problem, Remedy, Role


class Desk:
    """What may be offered, and what is wrong with the pages that say so.

    A policy with an error is not in force: asking for it raises `policies.PageRefused`, whose message can be
    shown, and whoever asks is to refer the case upward.
    """

    def __init__(
        self, database: Database, gate: Gate, shelves: Shelves, clock: Callable[[], datetime]
    ) -> None:
        """Decide by the policies on `shelves`, as of the day that `clock` tells."""
        self.gate = gate
        self._database = database
        self._shelves = shelves
        self._clock = clock
        self._pages: dict[str, policies.Page] = {}
        self._book: Book = policies.read(())
        shelves.follow(self._follow)

    @use_case("desk.consult")
    def complaints(self, _actor: Actor) -> tuple[ComplaintType, ...]:
        """Return the complaint types, in the vocabulary's order."""
        return self._current().complaints(self._today())

    @use_case("desk.consult")
    def roles(self, _actor: Actor) -> tuple[Role, ...]:
        """Return the ladder of authority, lowest first."""
        return self._current().roles(self._today())

    @use_case("desk.consult")
    def remedies(self, _actor: Actor) -> tuple[Remedy, ...]:
        """Return every remedy, in the vocabulary's order."""
        return self._current().remedies(self._today())

    @use_case("desk.consult")
    def facts(self, _actor: Actor, complaint: str) -> tuple[Fact, ...]:
        """Return the facts that the policy in force for `complaint` asks about.

        Raises:
            policies.NoPolicy: there is none, or its page has errors.
        """
        return self._current().facts(complaint, self._today())

    @use_case("desk.consult")
    def decide(self, actor: Actor, complaint: str, facts: Mapping[str, object]) -> Decision:
        """Say for every remedy at once what this person may do; an empty answer counts as not known.

        Somebody with no authority of their own, such as a new starter, is answered as the lowest role would
        be, for practice.

        Raises:
            policies.NoPolicy: no policy is in force for `complaint`, or its page has errors.
            policies.CaseError: a fact or a value is not one that the policy knows.
        """
        book, today = self._current(), self._today()
        role = actor.authority
        if role is None:
            ladder = book.roles(today)
            role = ladder[0].key if ladder else ""
        given = {key: None if value == "" else value for key, value in facts.items()}
        return book.decide(complaint, role, given, today)

    @use_case("desk.problems")
    def problems(self, _actor: Actor) -> tuple[Problem, ...]:
        """Return all that is wrong with the pages: those that imports refused, and policies with errors."""
        found = dict.fromkeys((*self._load_problems(), *self._current().problems))
        return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code)))

    def customer_words(self, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
        """Return, by the slug of each playbook, what customers say of the complaints it is for."""
        vocabularies = [page.path for page in self._pages.values() if page.is_vocabulary]
        return customer_words(self._book, vocabularies, catalogue.addresses, self._today())

    def _follow(self, change: Change) -> None:
        pages = {slug: page for slug, page in self._pages.items() if slug not in change.gone}
        for page in change.pages:
            pages.pop(page.slug, None)
            if page.kind == "policy":
                pages[page.slug] = policy_page(page)
        if pages != self._pages:
            self._pages, self._book = pages, policies.read(pages[slug] for slug in sorted(pages))

    def _current(self) -> Book:
        self._shelves.catalogue()
        return self._book

    def _today(self) -> date:
        return self._clock().date()

    def _load_problems(self) -> Iterator[Problem]:
        with self._database.read() as session:
            for row in session.exec(select(LoadProblem).order_by(col(LoadProblem.id))):
                severity: Literal["error", "warning"] = "error" if row.severity == "error" else "warning"
                yield Problem(row.code, severity, row.path, row.line, row.message, row.hint)
