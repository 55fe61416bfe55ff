"""Reckoning: a case decided for somebody now, with what the ledger knows, and what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from kb.access import Actor
from kb.desk import ledger_facts, offering, spending
from kb.desk.accounts import Accounts, accounts_of
from kb.desk.case import Case, opaque
from kb.desk.counting import counted
from kb.desk.errors import BadCase, NotGranted
from kb.desk.rules import Rules
from kb.desk.seal import Inputs
from kb.desk.views import Offer, Room
from policies import Decision, Policy, Role, Vocabulary
from policies.derivation import is_derived
from policies.label import key_of


@dataclass(frozen=True, slots=True)
class Turn:
    """Who decides, and when; somebody without authority is answered as the lowest role is, for practice."""

    actor: Actor
    at: datetime
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A case ready to be decided: facts without the ledger's, references checked, and its consultation."""

    consultation: str
    complaint: str
    facts: Mapping[str, object]
    customer: str | None
    order: str | None
    reference: str | None

    def accounts(self, session: Session, agent: int) -> Accounts:
        """Return for whom something would be granted by that person."""
        case = self.reference or self.consultation
        return accounts_of(session, agent, case, self.customer, self.order)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The decision, what was read from the ledger for it, and the offers that follow."""

    policy: Policy
    decision: Decision
    inputs: Inputs
    read: Mapping[str, str | None]
    rooms: Mapping[str, Room]
    given: Mapping[str, tuple[int, int]]
    lacking: tuple[str, ...]

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The offers, in the vocabulary's order."""
        return tuple(
            offering.offer(verdict, self.rooms_of(verdict.remedy.key), self.given_of(verdict.remedy.key))
            for verdict in self.decision.verdicts
        )

    def rooms_of(self, remedy: str) -> tuple[Room, ...]:
        """Return the room under each budget that a remedy counts towards."""
        return tuple(room for room in self.rooms.values() if remedy in room.budget.remedies)

    def given_of(self, remedy: str) -> tuple[int, int]:
        """Return how often, and how much, of a remedy stands for this case."""
        return self.given.get(remedy, (0, 0))


def asked_of(case: Case, consultation: str, vocabulary: Vocabulary) -> Asked:
    """Return a case as it can be decided.

    Raises:
        BadCase: a reference is no opaque id, or a fact is given that only the ledger knows.
    """
    read = {fact.key: fact for fact in vocabulary.facts if ledger_facts.is_read(fact)}
    facts = {key: None if value == "" else value for key, value in case.facts.items()}
    for key, value in facts.items():
        fact = read.get(key) or read.get(key_of(str(key)[:200]))
        if fact is not None and value is not None:
            raise BadCase(
                "ledger-fact",
                f"`{fact.label}` is read from the ledger and cannot be typed in.",
                "Give the customer's reference instead.",
            )
    return Asked(
        consultation,
        case.complaint,
        facts,
        opaque("customer", case.customer),
        opaque("order", case.order),
        opaque("ticket", case.reference),
    )


def role_of(actor: Actor, vocabulary: Vocabulary, *, practice: bool = False) -> Role:
    """Return the rung of the ladder on which somebody acts; for practice, the lowest where they have none.

    Raises:
        NotGranted: `no-authority`.
    """
    role = vocabulary.role_at.get(key_of(actor.authority)) if actor.authority else None
    if role is None and practice and vocabulary.roles:
        role = vocabulary.roles[0]
    if role is None:
        raise NotGranted(
            "no-authority",
            f"{actor.name} holds no authority on the ladder, so there is nothing they may grant.",
            "A manager can give it under People.",
        )
    return role


def reckon(session: Session, rules: Rules, asked: Asked, turn: Turn) -> Reckoning:
    """Decide a case for somebody, by the policy in force then and with what stands in the ledger now.

    Raises:
        policies.PolicyError: no policy decides it, or a fact cannot be read.
        NotGranted: `no-authority`, unless it is for practice.
    """
    today = turn.at.date()
    policy = rules.in_force(asked.complaint, today)
    vocabulary, role = policy.vocabulary, role_of(turn.actor, policy.vocabulary, practice=turn.practice)
    accounts = asked.accounts(session, turn.actor.id)
    of_facts = ledger_facts.questions(vocabulary, policy.fact_keys, accounts)
    of_rooms = [
        (budget, spending.question(budget, accounts, vocabulary.currency)) for budget in vocabulary.budgets
    ]
    wanted = dict.fromkeys((*of_facts.values(), *(each for _, each in of_rooms)))
    questions = tuple(each for each in wanted if each is not None)
    counts = counted(session, questions, accounts, (asked.consultation, policy.complaint), turn.at)
    read = ledger_facts.shown(vocabulary, of_facts, counts.found)
    rooms = {budget.key: spending.room(budget, each, counts.found) for budget, each in of_rooms}
    spent = {
        key: vocabulary.currency.show(room.spent) for key, room in rooms.items() if room.spent is not None
    }
    facts = {**asked.facts, **{key: value for key, value in read.items() if value is not None}}
    decision = rules.book.decide(policy.complaint, role.key, facts, today, spent)
    inputs = Inputs(
        policy.complaint,
        role.key,
        today,
        _shown(decision, facts),
        asked.customer,
        asked.order,
        asked.reference,
    )
    needed = ledger_facts.lacking(vocabulary, read, accounts)
    return Reckoning(policy, decision, inputs, read, rooms, counts.given, needed)


def _shown(decision: Decision, facts: Mapping[str, object]) -> dict[str, str]:
    """Return the facts as shown, without those that only follow from others."""
    fact_at = decision.policy.vocabulary.fact_at
    named = {key_of(str(key)) for key in facts}
    return {
        key: fact_at[key].show(value)
        for key, value in decision.known.items()
        if key in named or not is_derived(fact_at[key])
    }
