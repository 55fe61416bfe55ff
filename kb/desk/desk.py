"""The desk's use cases, over the policies in the library."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal

from sqlmodel import Session, col, select

from kb import audit
from kb.access import Actor, Gate, use_case
from kb.desk import consulting, granting, ledger_facts, reversing
from kb.desk.attempts import Attempts
from kb.desk.case import Case
from kb.desk.entries import entry_of
from kb.desk.errors import NotGranted, NotReversed
from kb.desk.keys import key_of_press, reason_of
from kb.desk.reckoning import Turn, reckon
from kb.desk.rulebook import Rulebook
from kb.desk.rules import Rules
from kb.desk.terms import Terms
from kb.desk.views import Consultation, Entry
from kb.model import LoadProblem
from kb.storage import Database
from policies import ComplaintType, Decision, Fact, NoPolicy, Policy, Problem, Remedy, Role, inputs_of
from policies.currency import Currency

Clock = Callable[[], datetime]


class Desk:
    """What may be offered, what is given, and what is wrong with the pages that say so.

    A policy with an error is not in force: asking for it raises `policies.PageRefused`, whose message can be
    shown, and whoever asks is to refer the case upward.
    """

    def __init__(
        self, database: Database, gate: Gate, rulebook: Rulebook, clock: Clock, terms: Terms
    ) -> None:
        """Decide by `rulebook`, for whom `gate` admits, on the `terms` of the settings."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook
        self._attempts = Attempts(database, rulebook)
        self._clock = clock
        self._terms = terms

    @use_case("desk.consult")
    def currency(self, _actor: Actor) -> Currency:
        """Return the currency in which amounts are, which turns decimals into minor units and back.

        Raises:
            policies.NoPolicy: no vocabulary is in force.
        """
        return self._rulebook.book().vocabulary(self._rulebook.today()).currency

    @use_case("desk.consult")
    def consult(self, actor: Actor, case: Case, id: str | None = None) -> Consultation:  # noqa: A002
        """Decide a case with what the ledger knows, log it, and say what this person may do about it.

        Give the `id` of the answer back, or one of your own (8 to 64 letters, digits, `-` and `_`), while the
        same case is answered step by step: then the log has one row of it. The answer has a new id where the
        one that was given cannot go on, because something was granted on it or because it is another's.

        Raises:
            BadCase: a reference is no opaque id, or a fact is given that only the ledger knows.
            policies.NoPolicy: no policy is in force for the complaint, or its page has errors.
            policies.CaseError: a fact or a value is not one that the policy knows.
        """
        turn = Turn(actor, self._clock().astimezone(UTC), practice=True)

        def work(session: Session, rules: Rules) -> tuple[consulting.Answered, Rules]:
            fresh = uuid.uuid4().hex
            return consulting.consult(session, rules, case, turn, (id, fresh)), rules

        answered, rules = self._attempts.run(work, exact=False, hasty=True)
        reckoning = answered.reckoning
        return Consultation(
            id=answered.id,
            at=turn.at,
            as_of=reckoning.inputs.as_of,
            decision=reckoning.decision,
            offers=reckoning.offers,
            asked=tuple(fact for fact in _asked(reckoning.policy) if not ledger_facts.is_read(fact)),
            read=reckoning.read,
            lacking=reckoning.lacking,
            stamp=rules.stamp(reckoning.policy),
            practice=actor.authority is None,
        )

    @use_case("desk.grant")
    def obligations(self, actor: Actor, consultation: str, remedy: str) -> tuple[str, ...]:
        """Return what must be met before this person may grant a remedy, as the verdict words it now.

        Raises:
            NotThere: there is no such consultation.
            policies.PolicyError: no policy decides the case any more.
        """
        rules, turn = self._rulebook.rules(), Turn(actor, self._clock().astimezone(UTC))
        with self._database.read() as session:
            asked = consulting.asked_again(consulting.consulted(session, consultation), rules, turn.at)
            found = reckon(session, rules, asked, turn).decision.bare
        return tuple(each for verdict in found if verdict.remedy.key == remedy for each in verdict.provided)

    @use_case("desk.grant")
    def grant(  # noqa: PLR0913 -- what is pressed, all of it
        self,
        actor: Actor,
        consultation: str,
        remedy: str,
        amount: int | None,
        *,
        key: str,
        confirmed: Collection[str] = (),
    ) -> Entry:
        """Give a remedy: `amount` minor units of it, or None where it is not measured in money.

        `confirmed` are the obligations (`Provided`) that the agent says are met, as the verdict words them.
        Nothing is believed of what was shown before: all is decided and counted anew in the one transaction
        that writes the entry. The same `key` again returns the first entry.

        Raises:
            NotGranted: nothing was given; the code says why, `budget` which budget.
            NotThere: there is no such consultation.
            policies.PolicyError: no policy decides the case any more.
        """
        wish = granting.Wish(consultation, remedy, amount, tuple(confirmed), key_of_press(key, NotGranted))
        turn = Turn(actor, self._clock().astimezone(UTC))

        def work(session: Session, rules: Rules) -> Entry:
            made = granting.already(session, wish.key, wish.contents(actor))
            if made is None:
                row = consulting.consulted(session, consultation)
                if row.actor_id != actor.id:
                    raise NotGranted(
                        "not-yours", "This consultation is somebody else's.", "Consult yourself."
                    )
                granting.refuse_changed(rules, row, turn.at)
                made, event = granting.give(session, rules, row, wish, turn)
                audit.record(session, actor, turn.at, event)
            return entry_of(session, made)

        return self._attempts.run(work)

    @use_case("desk.reverse")
    def reverse(self, actor: Actor, grant: int, reason: str, *, key: str) -> Entry:
        """Take a grant back by a new entry, which gives its budgets their headroom again.

        Whoever granted it or asked for it may within the time that the settings give; leads and managers at
        any time. The reason is kept for ever: it names nobody. The same `key` again returns the first entry.

        Raises:
            NotThere: there is no such grant.
            NotReversed: the code says why.
        """
        words = reason_of(reason, NotReversed)
        undo = reversing.Undo(grant, words, key_of_press(key, NotReversed))
        turn = Turn(actor, self._clock().astimezone(UTC))

        def work(session: Session, _rules: Rules) -> Entry:
            row, event = reversing.reverse(session, undo, turn, self._terms.own_time)
            if event is not None:
                audit.record(session, actor, turn.at, event)
            return entry_of(session, row)

        return self._attempts.run(work, exact=False)

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

        A derived fact is not asked for: what it follows from is. Those that `consult` reads from the ledger
        are among them, because `decide` has them typed in.

        Raises:
            policies.NoPolicy: there is none, or its page has errors.
        """
        return _asked(self._rulebook.in_force(complaint))

    @use_case("desk.consult")
    def decide(self, actor: Actor, complaint: str, facts: Mapping[str, object]) -> Decision:
        """Say what this person could do in a case that is typed in whole, for practice: nothing is logged.

        An empty answer counts as not known, and budgets are left out.

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
        found = dict.fromkeys((*self._load_problems(), *self._rulebook.problems(), *self._uncounted()))
        return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code)))

    def _load_problems(self) -> Iterator[Problem]:
        with self._database.read() as session:
            for row in session.exec(select(LoadProblem).order_by(col(LoadProblem.id))):
                severity: Literal["error", "warning"] = "error" if row.severity == "error" else "warning"
                yield Problem(row.code, severity, row.path, row.line, row.message, row.hint)

    def _uncounted(self) -> Iterator[Problem]:
        try:
            vocabulary = self._rulebook.book().vocabulary(self._rulebook.today())
        except NoPolicy:
            return
        yield from ledger_facts.problems(vocabulary)


def _asked(policy: Policy) -> tuple[Fact, ...]:
    vocabulary = policy.vocabulary
    asked = {each.key for fact in policy.facts for each in inputs_of(fact, vocabulary) or (fact,)}
    return tuple(fact for fact in vocabulary.facts if fact.key in asked)
