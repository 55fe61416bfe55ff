"""The desk's use cases, over the policies in the library."""

from collections.abc import Iterator, Mapping
from typing import Literal

from sqlmodel import col, select

from kb.access import Actor, Gate, use_case
from kb.desk.rulebook import Rulebook
from kb.model import LoadProblem
from kb.storage import Database
from policies import ComplaintType, Decision, Fact, Problem, Remedy, Role, inputs_of


class Desk:
    """What may be offered, and what is wrong with the pages that say so.

    A policy with an error is not in force: asking for it raises `policies.PageRefused`, whose message can be
    shown, and whoever asks is to refer the case upward.
    """

    def __init__(self, database: Database, gate: Gate, rulebook: Rulebook) -> None:
        """Decide by `rulebook`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook

    @use_case("desk.consult")
    def complaints(self, _actor: Actor) -> tuple[ComplaintType, ...]:
        """Return the complaint types, in the vocabulary's order."""
        return self._rulebook.book().complaints(self._rulebook.today())

    @use_case("desk.consult")
    def roles(self, _actor: Actor) -> tuple[Role, ...]:
        """Return the ladder of authority, lowest first."""
        return self._rulebook.book().roles(self._rulebook.today())

    @use_case("desk.consult")
    def remedies(self, _actor: Actor) -> tuple[Remedy, ...]:
        """Return every remedy, in the vocabulary's order."""
        return self._rulebook.book().remedies(self._rulebook.today())

    @use_case("desk.consult")
    def facts(self, _actor: Actor, complaint: str) -> tuple[Fact, ...]:
        """Return the facts that the policy in force for `complaint` asks about.

        A derived fact is not asked for: what it follows from is.

        Raises:
            policies.NoPolicy: there is none, or its page has errors.
        """
        policy = self._rulebook.in_force(complaint)
        vocabulary = policy.vocabulary
        asked = {each.key for fact in policy.facts for each in inputs_of(fact, vocabulary) or (fact,)}
        return tuple(fact for fact in vocabulary.facts if fact.key in asked)

    @use_case("desk.consult")
    def decide(self, actor: Actor, complaint: str, facts: Mapping[str, object]) -> Decision:
        """Say for every remedy at once what this person may do; an empty answer counts as not known.

        Somebody with no authority of their own, such as a new starter, is answered as the lowest role would
        be, for practice.

        Raises:
            policies.NoPolicy: no policy is in force for `complaint`, or its page has errors.
            policies.CaseError: a fact or a value is not one that the policy knows.
        """
        book, today = self._rulebook.book(), self._rulebook.today()
        role = actor.authority
        if role is None:
            ladder = book.roles(today)
            role = ladder[0].key if ladder else ""
        given = {key: None if value == "" else value for key, value in facts.items()}
        self._rulebook.in_force(complaint)
        return book.decide(complaint, role, given, today)

    @use_case("desk.problems")
    def problems(self, _actor: Actor) -> tuple[Problem, ...]:
        """Return all that is wrong with the pages: those that imports refused, and policies with errors."""
        found = dict.fromkeys((*self._load_problems(), *self._rulebook.problems()))
        return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code)))

    def _load_problems(self) -> Iterator[Problem]:
        with self._database.read() as session:
            for row in session.exec(select(LoadProblem).order_by(col(LoadProblem.id))):
                severity: Literal["error", "warning"] = "error" if row.severity == "error" else "warning"
                yield Problem(row.code, severity, row.path, row.line, row.message, row.hint)
