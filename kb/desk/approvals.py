"""The approvals: what agents ask of higher roles, and the answers."""

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from sqlmodel import Session, col, func, or_, select

from kb import audit
from kb.access import Actor, Gate, use_case
from kb.desk import asking, granting, ledger_queries, offering
from kb.desk.attempts import Attempts
from kb.desk.consulting import asked_again, consulted
from kb.desk.entries import entry_of
from kb.desk.errors import DeskError, NotAnswered, NotGranted, NotThere
from kb.desk.keys import OF_REQUESTS, key_of_press, reason_of
from kb.desk.reckoning import Turn, reckon
from kb.desk.rulebook import Rulebook
from kb.desk.rules import Rules
from kb.desk.terms import Terms
from kb.desk.views import Brief, Entry, PolicyStamp, Request, State
from kb.model import ApprovalRequest, LedgerEntry
from kb.storage import Database
from policies import NoPolicy, PolicyError

_RECENT = 20
_MOST = 500


class Approvals:
    """Requests and their answers; each is answered once, and nobody answers their own."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        rulebook: Rulebook,
        clock: Callable[[], datetime],
        terms: Terms,
    ) -> None:
        """Decide by `rulebook`, for whom `gate` admits; a request is open for as long as `terms` say."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook
        self._attempts = Attempts(database, rulebook)
        self._clock = clock
        self._terms = terms

    @use_case("desk.request")
    def ask(  # noqa: PLR0913 -- what is pressed, all of it
        self,
        actor: Actor,
        consultation: str,
        remedy: str,
        amount: int | None,
        *,
        key: str,
        confirmed: Collection[str] = (),
        note: str = "",
    ) -> Request:
        """Ask the lowest role that may for `amount` minor units of a remedy (None: not measured in money).

        The `note` is forgotten with the case. The same `key` again returns the first request.

        Raises:
            NotAnswered: `not-needed`, the actor may grant it; `nobody-may`; and what keys may not be.
            NotGranted: nobody may: the verdict, or a budget that would be nobody else's, is against it.
        """
        words = reason_of(note, NotAnswered, needed=False)
        plea = asking.Plea(
            consultation,
            remedy,
            amount,
            tuple(confirmed),
            words,
            key_of_press(key, NotAnswered),
            self._terms.request_time,
        )
        turn = self._turn(actor)

        def work(session: Session, rules: Rules) -> Request:
            row = session.exec(select(ApprovalRequest).where(ApprovalRequest.key == plea.key)).first()
            if row is not None and row.contents != plea.contents(actor):
                raise NotAnswered("key-reused", f"The key `{plea.key}` was used for something else.")
            if row is None:
                events = asking.sweep(session, turn.at)
                case = consulted(session, consultation)
                if case.actor_id != actor.id:
                    raise NotAnswered("not-yours", "This consultation is not yours.", "Consult yourself.")
                row, event = asking.ask(session, rules, case, plea, turn)
                audit.record(session, actor, turn.at, *events, event)
            return asking.request_of(row, actor, _ranks(rules, turn.at), turn.at)

        return self._attempts.run(work)

    @use_case("desk.approve")
    def approve(  # noqa: PLR0913 -- what is pressed, all of it
        self,
        actor: Actor,
        request: int,
        amount: int | None = None,
        *,
        confirmed: Collection[str] = (),
        reason: str = "",
        seen: PolicyStamp | None = None,
    ) -> Entry:
        """Grant what was asked, or less: `amount` in minor units, None for all that was asked.

        Everything that a grant checks is checked for the approver, whose limit and budgets count, by the
        policy now in force; `seen` is the stamp of the brief, and refuses if another text has come into force
        since. Approval and grant are one. Approving again returns the grant.

        Raises:
            NotThere: there is no such request.
            NotAnswered: the code says why it cannot be answered.
            NotGranted: the approver may not grant it; the request stays open.
        """
        words = reason_of(reason, NotAnswered, needed=False)
        turn = self._turn(actor)

        def work(session: Session, rules: Rules) -> Entry | DeskError:
            row = asking.found(session, request)
            if row.state == "approved" and row.answered_by_id == actor.id:
                return ledger_queries.entry(session, row.entry_id or 0)
            refusal = self._refusal(session, row, actor, rules, turn)
            if refusal is not None:
                return refusal
            if amount is not None and amount > row.amount:
                raise NotAnswered("above-asked", "Approve what was asked, or less.")
            made, granted = _grant(session, rules, row, turn, (amount, tuple(confirmed), seen))
            answered = asking.close(
                session, row, "approved", turn, granted=made.amount, reason=words, entry_id=made.id
            )
            audit.record(session, actor, turn.at, granted, answered)
            return entry_of(session, made)

        return self._attempts.run(work)

    @use_case("desk.approve")
    def decline(self, actor: Actor, request: int, reason: str) -> Request:
        """Say no, and why.

        Raises:
            NotThere, NotAnswered: as `approve`; `no-reason` where none is given.
        """
        words, turn = reason_of(reason, NotAnswered), self._turn(actor)

        def work(session: Session, rules: Rules) -> Request | DeskError:
            row = asking.found(session, request)
            refusal = self._refusal(session, row, actor, rules, turn)
            if refusal is not None:
                return refusal
            audit.record(session, actor, turn.at, asking.close(session, row, "declined", turn, reason=words))
            return asking.request_of(row, actor, _ranks(rules, turn.at), turn.at)

        return self._attempts.run(work, exact=False)

    @use_case("desk.request")
    def withdraw(self, actor: Actor, request: int) -> Request:
        """Take one's own request back.

        Raises:
            NotThere, NotAnswered: it is not theirs, or answered already.
        """
        turn = self._turn(actor)

        def work(session: Session, rules: Rules) -> Request | DeskError:
            row = asking.found(session, request)
            if row.asked_by_id != actor.id:
                raise NotThere("unknown-request", f"There is no request {request} of yours.")
            refusal = self._over(session, row, actor, turn)
            if refusal is not None:
                return refusal
            audit.record(session, actor, turn.at, asking.close(session, row, "withdrawn", turn))
            return asking.request_of(row, actor, _ranks(rules, turn.at), turn.at)

        return self._attempts.run(work, exact=False)

    @use_case("desk.request")
    def requests(self, actor: Actor, state: State | None = None) -> tuple[Request, ...]:
        """Return the actor's own requests and those they may answer, or have answered, newest first."""
        now, ranks = self._clock().astimezone(UTC), _ranks(self._rulebook.rules(), self._clock())
        reach = [role for role in ranks if asking.reaches(actor, role, ranks)]
        query = select(ApprovalRequest).where(
            or_(col(ApprovalRequest.asked_by_id) == actor.id, col(ApprovalRequest.needed).in_(reach))
        )
        if state is not None:
            known = ("open", "expired") if state == "expired" else (state,)
            query = query.where(col(ApprovalRequest.state).in_(known))
        with self._database.read() as session:
            rows = session.exec(query.order_by(col(ApprovalRequest.id).desc()).limit(_MOST)).all()
            found = tuple(asking.request_of(row, actor, ranks, now) for row in rows)
        return tuple(each for each in found if state is None or each.state == state)

    @use_case("desk.request")
    def brief(self, actor: Actor, request: int) -> Brief:
        """Return a request with what is needed to answer it: the case, the decision then and now, and what
        the customer had before.

        Raises:
            NotThere: there is none that this person asked or may answer.
        """
        rules, turn = self._rulebook.rules(), self._turn(actor)
        with self._database.read() as session:
            row = session.get(ApprovalRequest, request)
            shown = asking.request_of(row, actor, _ranks(rules, turn.at), turn.at) if row else None
            ranks = _ranks(rules, turn.at)
            if row is None or shown is None or not (shown.mine or asking.reaches(actor, row.needed, ranks)):
                raise NotThere("unknown-request", f"There is no request {request} that is yours to see.")
            return _brief(session, rules, row, shown, turn)

    @use_case("desk.request")
    def feed(self, actor: Actor) -> int:  # noqa: ARG002 -- everybody polls the same number
        """Return a number that grows whenever a request or a grant changed anywhere, or a request ran out."""
        now = self._clock().astimezone(UTC)
        over = (col(ApprovalRequest.state) == "open", col(ApprovalRequest.expires_at) <= now)
        with self._database.read() as session:
            gone = session.exec(select(func.count(col(ApprovalRequest.id))).where(*over)).one()
            return audit.feed(session, "desk") + gone

    def _turn(self, actor: Actor) -> Turn:
        return Turn(actor, self._clock().astimezone(UTC))

    def _refusal(
        self, session: Session, row: ApprovalRequest, actor: Actor, rules: Rules, turn: Turn
    ) -> DeskError | None:
        """Return why this person may not answer this request, now."""
        if row.asked_by_id == actor.id:
            return NotAnswered("own-request", "Nobody answers their own request.")
        if not asking.reaches(actor, row.needed, _ranks(rules, turn.at)):
            return NotAnswered("too-low", f"Request {row.id} needs {row.needed}.")
        return self._over(session, row, actor, turn)

    def _over(self, session: Session, row: ApprovalRequest, actor: Actor, turn: Turn) -> DeskError | None:
        refusal = asking.closed(row, turn.at)
        if refusal is not None:
            audit.record(session, actor, turn.at, *asking.sweep(session, turn.at))
        return refusal


def _grant(
    session: Session,
    rules: Rules,
    row: ApprovalRequest,
    turn: Turn,
    said: tuple[int | None, tuple[str, ...], PolicyStamp | None],
) -> tuple[LedgerEntry, audit.Event]:
    amount, confirmed, seen = said
    case = consulted(session, row.consultation_id)
    if seen is not None and seen != rules.stamp(rules.in_force(row.complaint, turn.at.date())):
        raise NotGranted("policy-changed", "The policy changed after you looked.", "Look again.")
    wish = granting.Wish(
        consultation=row.consultation_id,
        remedy=row.remedy,
        amount=(row.amount or None) if amount is None else amount,
        confirmed=confirmed,
        key=f"{OF_REQUESTS}{row.id}",
        asked_by=Actor(row.asked_by_id, row.asked_by, "agent", None),
        request=row.id,
        earlier=tuple(json.loads(row.confirmed)),
    )
    return granting.give(session, rules, case, wish, turn)


def _brief(session: Session, rules: Rules, row: ApprovalRequest, shown: Request, turn: Turn) -> Brief:
    try:
        case = consulted(session, row.consultation_id)
    except NotThere as gone:
        return Brief(shown, None, None, None, gone.message, None, None, None, None, ())
    then = {key: tuple(said) for key, said in json.loads(case.answer).items()}
    facts = json.loads(case.facts)
    now, barred, stamp = None, None, None
    try:
        reckoning = reckon(session, rules, asked_again(case, rules, turn.at), turn)
        stamp = rules.stamp(reckoning.policy)
        verdict = reckoning.decision.verdict(row.remedy)
        now = offering.offer(verdict, reckoning.rooms_of(row.remedy), reckoning.given_of(row.remedy))
        barred = now.barred
    except (NotGranted, PolicyError) as refusal:
        barred = refusal.message
    except KeyError:
        barred = f"There is no remedy `{row.remedy}` any more."
    recent = ledger_queries.of_customer(session, case.customer, _RECENT) if case.customer else ()
    return Brief(shown, facts, then, now, barred, stamp, case.customer, case.order_ref, case.case_ref, recent)


def _ranks(rules: Rules, at: datetime) -> dict[str, int]:
    try:
        return {role.key: role.rank for role in rules.book.roles(at.astimezone(UTC).date())}
    except NoPolicy:
        return {}
