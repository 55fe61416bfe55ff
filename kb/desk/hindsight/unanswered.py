"""Unanswered: cases that ended referred, or with nothing to offer, collected for whoever owns the policy."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlmodel import col, select

from kb.access import Actor, Gate, use_case
from kb.desk.spending import standing
from kb.library.owners import is_one_of, names_of, owns
from kb.model import Article, Consultation, LedgerEntry
from kb.storage import Database

How = Literal["nothing", "referred"]
_HOW: Mapping[str, How] = {"none": "nothing", "never": "nothing", "needs": "referred"}
_SETTLED_AFTER = timedelta(minutes=15)
_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Lack:
    """A case that policy had no answer for, as it ended, and how often exactly this case was met.

    `facts` are shown values by fact key; `how` says whether there was nothing to offer or only somebody else
    might have; `last` is when it was met last, `consultations` which ones, the newest first.
    """

    complaint: str
    policy: str
    owner: str | None
    how: How
    facts: Mapping[str, str]
    many: int
    last: datetime
    consultations: tuple[str, ...]


class Unanswered:
    """The policy's own gaps in practice."""

    def __init__(self, database: Database, gate: Gate, clock: Callable[[], datetime]) -> None:
        """Read the log in `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._clock = clock

    @use_case("desk.lacks")
    def lacks(
        self,
        actor: Actor,
        since: datetime | None = None,
        owner: str | None = None,
        limit: int = 200,
    ) -> tuple[Lack, ...]:
        """Return the cases that ended without a remedy, the most frequent first.

        A case counts once it has rested for a quarter of an hour and nothing was given for it, be it by
        policy, by approval or as an exception. Leads and managers see all, others those of the policies they
        own; `owner` leaves those of one owner.
        """
        before = self._clock().astimezone(UTC) - _SETTLED_AFTER
        given = select(LedgerEntry.id).where(standing(), col(LedgerEntry.consultation_id) == Consultation.id)
        query = select(Consultation).where(
            col(Consultation.best).in_(_HOW),
            col(Consultation.practice).is_(other=False),
            col(Consultation.at) <= before,
            ~given.exists(),
        )
        if since is not None:
            query = query.where(col(Consultation.at) >= since)
        groups: defaultdict[tuple[str, str, How, str], list[tuple[datetime, str]]] = defaultdict(list)
        with self._database.read() as session:
            owners = dict(session.exec(select(Article.slug, Article.owner)).all())
            for row in session.exec(query.execution_options(yield_per=_AT_A_TIME)):
                if self._theirs(actor, owners.get(row.policy_slug), owner):
                    key = (row.complaint, row.policy_slug, _HOW[row.best], row.facts)
                    groups[key].append((row.at, row.id))
        found = [_lack(key, sorted(met, reverse=True), owners) for key, met in groups.items()]
        found.sort(key=lambda each: (-each.many, -each.last.timestamp(), each.complaint))
        return tuple(found[: max(0, limit)])

    @use_case("desk.lacks")
    def counts(self, actor: Actor, since: datetime | None = None) -> Mapping[str, int]:
        """Return how many cases ended without a remedy, by complaint type, the most first."""
        found: Counter[str] = Counter()
        for lack in self.lacks(actor, since, limit=1_000_000):
            found[lack.complaint] += lack.many
        return dict(found.most_common())

    @staticmethod
    def _theirs(actor: Actor, owner: str | None, wanted: str | None) -> bool:
        if wanted is not None and not is_one_of(owner, names_of(wanted, ())):
            return False
        return actor.role in {"lead", "manager", "operator"} or owns(actor, owner)


def _lack(
    key: tuple[str, str, How, str], met: list[tuple[datetime, str]], owners: Mapping[str, str | None]
) -> Lack:
    complaint, policy, how, facts = key
    return Lack(
        complaint,
        policy,
        owners.get(policy),
        how,
        json.loads(facts),
        len(met),
        met[0][0],
        tuple(id_ for _, id_ in met[:10]),
    )
