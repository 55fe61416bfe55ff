"""Exceptions: what a manager gives outside policy, with a reason; and the row that policy would need."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from kb import audit
from kb.access import Actor, Gate, use_case
from kb.desk import accounts, granting, offering
from kb.desk.attempts import Attempts
from kb.desk.consulting import asked_again, consulted
from kb.desk.entries import entries_of, entry_of
from kb.desk.errors import NotGranted
from kb.desk.granting import Outside, Wish
from kb.desk.keys import key_of_press, reason_of
from kb.desk.reckoning import Reckoning, Turn, reckon
from kb.desk.rulebook import Rulebook
from kb.desk.rules import Rules
from kb.desk.spending import standing
from kb.desk.views import Entry
from kb.library.owners import same_name
from kb.model import Article, CaseFile, LedgerEntry
from kb.storage import Database
from policies import Verdict, Vocabulary

_MOST = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exception that stands, offered to the owner of its policy as a row of the `Rules` table.

    `row` is a Markdown table of one row, with the case's facts as its conditions: a beginning, to be made
    general by whoever knows why. It is None once the case's facts were deleted.
    """

    entry: Entry
    policy: str
    owner: str | None
    row: str | None


class Exceptions:
    """Grants outside policy. They are logged as such and count towards no budget and no limit."""

    def __init__(
        self, database: Database, gate: Gate, rulebook: Rulebook, clock: Callable[[], datetime]
    ) -> None:
        """Decide by `rulebook`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook
        self._attempts = Attempts(database, rulebook)
        self._clock = clock

    @use_case("desk.except")
    def grant(  # noqa: PLR0913 -- what is pressed, all of it
        self, actor: Actor, consultation: str, remedy: str, amount: int | None, *, key: str, reason: str
    ) -> Entry:
        """Give what policy does not let this manager give; anybody's consultation will do.

        What a rule says is *never* given stays forbidden: that is for the policy's owner to change. The same
        `key` again returns the first entry.

        Raises:
            NotGranted: `no-reason`; `not-needed`, the manager may simply grant it; `never`; as for grants.
            NotThere: there is no such consultation.
            policies.PolicyError: no policy decides the case any more.
        """
        words = reason_of(reason, NotGranted)
        wish = Wish(consultation, remedy, amount, (), key_of_press(key, NotGranted))
        contents = wish.contents(actor, words)
        turn = Turn(actor, self._clock().astimezone(UTC))

        def work(session: Session, rules: Rules) -> Entry:
            made = granting.already(session, wish.key, contents)
            if made is None:
                row = consulted(session, consultation)
                asked = asked_again(row, rules, turn.at)
                holders = asked.accounts(session, actor.id)
                accounts.take(session, holders)
                reckoning = reckon(session, rules, asked, turn)
                verdict = _verdict(reckoning, remedy)
                given = offering.amount_of(verdict, amount)
                _refuse(verdict, reckoning, given)
                made, event = granting.give_outside(
                    session, reckoning, wish, turn, Outside(words, rules.stamp(reckoning.policy))
                )
                audit.record(session, actor, turn.at, event)
            return entry_of(session, made)

        return self._attempts.run(work)

    @use_case("desk.oversee")
    def proposals(self, _actor: Actor, owner: str | None = None) -> tuple[Proposal, ...]:
        """Return the exceptions that stand, newest first, each with the row that policy would need.

        `owner` leaves only those about policies of that owner, as their pages name them.
        """
        vocabulary = self._rulebook.book().vocabulary(self._rulebook.today())
        with self._database.read() as session:
            query = select(LedgerEntry).where(standing(), col(LedgerEntry.basis) == "exception")
            rows = session.exec(query.order_by(col(LedgerEntry.id).desc()).limit(_MOST)).all()
            owners = dict(session.exec(select(Article.slug, Article.owner)).all())
            inputs = _inputs(session, [row.id for row in rows if row.id is not None])
            found = tuple(
                Proposal(
                    entry,
                    entry.stamp.slug,
                    owners.get(entry.stamp.slug),
                    _row(entry, inputs[entry.id], vocabulary) if entry.id in inputs else None,
                )
                for entry in entries_of(session, rows)
            )
        return (
            found
            if owner is None
            else tuple(each for each in found if each.owner is not None and same_name(each.owner, owner))
        )


def _verdict(reckoning: Reckoning, remedy: str) -> Verdict:
    for verdict in reckoning.decision.bare:
        if verdict.remedy.key == remedy:
            return verdict
    raise NotGranted("not-offered", f"There is no remedy `{remedy[:80]}`.")


def _refuse(verdict: Verdict, reckoning: Reckoning, amount: int) -> None:
    label, given = verdict.remedy.label, reckoning.given_of(verdict.remedy.key)
    if verdict.word == "never" or verdict.conflict:
        raise NotGranted(
            "never",
            f"Policy forbids `{label}` in this case, for everybody.",
            "Ask the policy's owner to change it, if that is wrong.",
        )
    rooms = reckoning.rooms_of(verdict.remedy.key)
    hindered = offering.hindrance(verdict, rooms, given)
    if hindered is None and verdict.remedy.in_money:
        hindered = offering.above(verdict, given, amount)
        if hindered is None and any(amount > (room.left or 0) for room in rooms):
            return
    if hindered is None:
        raise NotGranted(
            "not-needed", f"You may grant `{label}` by policy in this case.", "Grant it as usual."
        )


def _inputs(session: Session, ids: list[int]) -> dict[int, Mapping[str, object]]:
    query = select(CaseFile.entry_id, CaseFile.inputs).where(col(CaseFile.entry_id).in_(ids))
    return {entry: json.loads(stored) for entry, stored in session.exec(query) if entry is not None}


def _row(entry: Entry, inputs: Mapping[str, object], vocabulary: Vocabulary) -> str:
    facts = inputs.get("facts")
    known = facts if isinstance(facts, dict) else {}
    role = vocabulary.role_at.get(entry.role)
    remedies = {remedy.key: remedy for remedy in vocabulary.remedies}
    remedy = remedies.get(entry.remedy)
    cells = {"Rule": f"X{entry.id}"}
    cells |= {fact.label: str(known[fact.key]) for fact in vocabulary.facts if fact.key in known}
    cells |= {
        "Remedy": remedy.label if remedy else entry.remedy,
        "Effect": "may",
        "Who": role.label if role else entry.role,
        "Up to": vocabulary.currency.show(entry.amount) if entry.amount else "",
        "Provided": "",
        "Because": entry.reason,
    }
    return "\n".join(_line(texts) for texts in (cells, ["---"] * len(cells), cells.values()))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
