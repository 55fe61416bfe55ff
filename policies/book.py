"""The book: all pages of kind `policy` together, what is in force on a day, and what decides.

Several pages of one complaint type are its revisions, and several vocabulary pages are revisions of the
vocabulary: in force is the one with the latest `effective` that is not after the day; a page without one has
always been. A policy is read against every vocabulary that is in force with it on some day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from policies.errors import NoneInForce, PageRefused, UnknownComplaint
from policies.label import key_of, suggestion
from policies.reader import read_pages
from policies.reasoning.case import read_role, read_spent
from policies.reasoning.decision import decide_given
from policies.vocabulary import ComplaintType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from policies.fact import Fact
    from policies.page import Page
    from policies.policy import Policy
    from policies.problem import Problem
    from policies.reader import Pages
    from policies.reasoning.decision import Decision
    from policies.vocabulary import Remedy, Role, Vocabulary


def read(pages: Iterable[Page]) -> Book:
    """Read all pages, note every problem of every page, and execute the worked examples.

    Never raises for what pages say: a page with a problem that blocks is not executed, the others are.
    """
    return Book(read_pages(tuple(pages)))


KEPT = 1024
"""Complaint types and days whose policy is kept."""


@dataclass(frozen=True, eq=False)
class Book:
    """All policy pages, read. Every question is asked for a day, `as_of`."""

    pages: Pages

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found in any page, by page and line."""
        return self.pages.problems

    def vocabulary(self, as_of: date) -> Vocabulary:
        """Return the vocabulary in force.

        Raises:
            NoneInForce: there is none on that day.
        """
        vocabulary = self.pages.vocabulary_on(as_of)
        if vocabulary is None:
            raise NoneInForce(
                f"no vocabulary is in force on {as_of}", "a page `vocabulary` declares facts and remedies"
            )
        return vocabulary

    def complaints(self, as_of: date) -> tuple[ComplaintType, ...]:
        """Return the complaint types: those the vocabulary lists, then any other that has a policy in
        force."""
        vocabulary = self.vocabulary(as_of)
        in_force = {
            revisions[0].complaint: revisions[0].label
            for revisions in self.pages.policies.values()
            if self.pages.policy_page_on(revisions[0].complaint, as_of)
        }
        declared = vocabulary.complaints or ()
        known = {complaint.key for complaint in declared}
        others = (ComplaintType(key, label, (), None) for key, label in in_force.items() if key not in known)
        return tuple(replace(each, has_policy=each.key in in_force) for each in (*declared, *others))

    def roles(self, as_of: date) -> tuple[Role, ...]:
        """Return the ladder of authority, lowest first."""
        return self.vocabulary(as_of).roles

    def remedies(self, as_of: date) -> tuple[Remedy, ...]:
        """Return the remedies, in the vocabulary's order."""
        return self.vocabulary(as_of).remedies

    def facts(self, complaint: str, as_of: date) -> tuple[Fact, ...]:
        """Return the facts that the policy in force uses, in the vocabulary's order; raises as `policy`
        does."""
        return self.policy(complaint, as_of).facts

    def policy(self, complaint: str, as_of: date) -> Policy:
        """Return the policy in force, compiled against the vocabulary in force.

        Raises:
            UnknownComplaint: no page is about it.
            NoneInForce: no revision, or no vocabulary, is in force on that day.
            PageRefused: the page in force, or its vocabulary, cannot be executed; never an older one instead.
        """
        found = self._found.get((complaint, as_of))
        if found is None:
            if len(self._found) >= KEPT:
                self._found.clear()
            found = self._found[complaint, as_of] = self._find(complaint, as_of)
        return found

    @cached_property
    def _found(self) -> dict[tuple[str, date], Policy]:
        """What was in force for a complaint type on a day, kept because it is asked again and again."""
        return {}

    def _find(self, complaint: str, as_of: date) -> Policy:
        key = complaint if complaint in self.pages.policies else key_of(complaint)
        if key not in self.pages.policies:
            labels = [revisions[0].complaint for revisions in self.pages.policies.values()]
            raise UnknownComplaint(f"no policy for `{complaint[:80]}`", suggestion(complaint[:80], labels))
        page = self.pages.policy_page_on(key, as_of)
        if page is None:
            first = self.pages.policies[key][0].effective
            raise NoneInForce(
                f"no policy for `{key}` is in force on {as_of}", f"the first is in force from {first}"
            )
        vocabulary = self.vocabulary(as_of)
        policy = self.pages.compiled.get((page.page.path, vocabulary.path))
        if policy is None:
            paths = (page.page.path, vocabulary.path)
            blocking = tuple(each for each in self.problems if each.blocks and each.path in paths)
            where = ", ".join(dict.fromkeys(each.path for each in blocking)) or page.page.path
            hint = str(blocking[0]) if blocking else ""
            raise PageRefused(f"`{key}` cannot be decided: {where} has problems", blocking, hint)
        return policy

    def decide(
        self,
        complaint: str,
        role: str,
        facts: Mapping[str, object],
        as_of: date,
        spent: Mapping[str, object] | None = None,
    ) -> Decision:
        """Answer, for every remedy at once, what `role` may do for a customer.

        Args:
            complaint: the key of the complaint type.
            role: the key of the acting role.
            facts: values by fact key: str, int, Decimal, bool, date; None or absent is unknown.
            as_of: the day whose policy and vocabulary apply.
            spent: what was given under each budget within its window, by budget key, as money.

        Raises:
            NoPolicy: as `policy` does.
            CaseError: a role, fact or value that cannot be understood; nothing is decided.
        """
        policy = self.policy(complaint, as_of)
        acting = read_role(role, policy.vocabulary)
        given = read_spent(spent, policy.vocabulary) if spent else None
        return decide_given(policy, acting, facts, as_of, given)
