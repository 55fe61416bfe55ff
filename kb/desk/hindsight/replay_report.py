"""The report of a replay: how many decisions would change, to what, by how much money, for whom most."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from kb.desk.hindsight.logged import Answer, Logged
from policies.currency import Currency

Way = Literal["looser", "tighter", "otherwise"]
_GENEROSITY = {"never": 0, "none": 0, "depends": 1, "needs": 2, "may": 3, "must": 4}
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RemedyShift:
    """What changes about one remedy. Amounts are minor units.

    `words` count the changes by word before and after. `before` and `after` sum what the asking role may give
    in the changed decisions; `granted` of them were granted, and `beyond` is what was given above what the
    draft would have let the asking role give.
    """

    remedy: str
    words: Mapping[tuple[str, str], int]
    looser: int
    tighter: int
    otherwise: int
    before: int
    after: int
    granted: int
    beyond: int

    @property
    def changed(self) -> int:
        """How many decisions change about this remedy."""
        return self.looser + self.tighter + self.otherwise


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """One decision that would change, to be looked at; `before` and `after` are in words."""

    consultation: str
    at: datetime | None
    actor: str
    role: str
    complaint: str
    facts: str
    remedy: str
    way: Way
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a draft would have changed. `actors` and `complaints` pair changed decisions with all of them."""

    policy: str
    sha256: str
    currency: Currency
    decisions: int
    changed: int
    undecidable: Mapping[str, int]
    remedies: tuple[RemedyShift, ...]
    actors: Mapping[str, tuple[int, int]]
    complaints: Mapping[str, tuple[int, int]]
    cases: tuple[ChangedCase, ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data, amounts as decimal strings."""
        show = self.currency.show
        return {
            "policy": {"slug": self.policy, "sha256": self.sha256},
            "decisions": self.decisions,
            "changed": self.changed,
            "undecidable": dict(self.undecidable),
            "remedies": [
                {
                    "remedy": each.remedy,
                    "changed": each.changed,
                    "looser": each.looser,
                    "tighter": each.tighter,
                    "otherwise": each.otherwise,
                    "words": [
                        {"before": before, "after": after, "decisions": many}
                        for (before, after), many in each.words.items()
                    ],
                    "allowed_before": show(each.before),
                    "allowed_after": show(each.after),
                    "granted": each.granted,
                    "granted_beyond": show(each.beyond),
                }
                for each in self.remedies
            ],
            "actors": _shares(self.actors),
            "complaints": _shares(self.complaints),
            "cases": [
                {
                    "consultation": each.consultation,
                    "at": each.at.isoformat() if each.at else None,
                    "actor": each.actor,
                    "role": each.role,
                    "complaint": each.complaint,
                    "remedy": each.remedy,
                    "way": each.way,
                    "before": each.before,
                    "after": each.after,
                }
                for each in self.cases
            ],
        }


def _shares(found: Mapping[str, tuple[int, int]]) -> list[dict[str, object]]:
    return [{"name": name, "changed": some, "decisions": of} for name, (some, of) in found.items()]


def way_of(before: Answer, after: Answer) -> Way:
    """Say whether an answer gives more than the one before, or less."""
    one, other = _worth(before), _worth(after)
    if one == other:
        return "otherwise"
    return "looser" if other > one else "tighter"


def allowed(answer: Answer) -> int:
    """Return what the asking role may give, in minor units; 0 where it may not, or it is not in money."""
    word, limit, entitled, _needs = answer
    return max(limit or 0, entitled or 0) if word in ("may", "must") else 0


def _worth(answer: Answer) -> tuple[int, int, int]:
    word, limit, entitled, _needs = answer
    return (_GENEROSITY[word], limit or 0, entitled or 0)


@dataclass(slots=True)
class _Shift:
    words: Counter[tuple[str, str]] = field(default_factory=Counter)
    ways: Counter[Way] = field(default_factory=Counter)
    before: int = 0
    after: int = 0
    granted: int = 0
    beyond: int = 0


class Tally:
    """Counts as the log streams by; what it holds does not grow with the log."""

    def __init__(self, currency: Currency) -> None:
        """Count in `currency`."""
        self._currency = currency
        self._shifts: defaultdict[str, _Shift] = defaultdict(_Shift)
        self._actors: Counter[str] = Counter()
        self._complaints: Counter[str] = Counter()
        self._actors_changed: Counter[str] = Counter()
        self._complaints_changed: Counter[str] = Counter()
        self._undecidable: Counter[str] = Counter()
        self._cases: list[ChangedCase] = []
        self.decisions = 0

    def saw(self, rows: Sequence[Logged]) -> None:
        """Count decisions."""
        self.decisions += len(rows)
        self._actors.update(row.actor for row in rows)
        self._complaints.update(row.complaint for row in rows)

    def undecidable(self, row: Logged, why: str) -> None:
        """Count a decision that the draft could not have made."""
        if len(self._undecidable) < _MOST_SHOWN or why in self._undecidable:
            self._undecidable[why] += 1
        else:
            self._undecidable["for other reasons"] += 1
        self._touch(row)

    def changed(
        self,
        row: Logged,
        changes: list[tuple[str, Answer, Answer]],
        granted: Mapping[tuple[str, str], tuple[int, int]],
    ) -> None:
        """Count what changes about one decision."""
        self._touch(row)
        for remedy, before, after in changes:
            shift, way = self._shifts[remedy], way_of(before, after)
            shift.words[before[0], after[0]] += 1
            shift.ways[way] += 1
            shift.before += allowed(before)
            shift.after += allowed(after)
            times, amount = granted.get((row.id, remedy), (0, 0))
            if times:
                shift.granted += times
                shift.beyond += max(0, amount - allowed(after))
            if len(self._cases) < _MOST_SHOWN:
                self._cases.append(self._case(row, remedy, before, after))

    @property
    def shown(self) -> list[str]:
        """The decisions that are shown as examples."""
        return [case.consultation for case in self._cases]

    def report(self, policy: str, sha256: str, moments: Mapping[str, datetime]) -> ReplayReport:
        """Return what was counted, the most first; `moments` are when the shown decisions were made."""
        remedies = tuple(
            RemedyShift(
                remedy,
                dict(sorted(each.words.items(), key=lambda item: (-item[1], item[0]))),
                each.ways["looser"],
                each.ways["tighter"],
                each.ways["otherwise"],
                each.before,
                each.after,
                each.granted,
                each.beyond,
            )
            for remedy, each in sorted(
                self._shifts.items(), key=lambda item: (-sum(item[1].ways.values()), item[0])
            )
        )
        return ReplayReport(
            policy,
            sha256,
            self._currency,
            self.decisions,
            sum(self._complaints_changed.values()),
            dict(self._undecidable.most_common()),
            remedies,
            _most(self._actors_changed, self._actors),
            _most(self._complaints_changed, self._complaints),
            tuple(replace(case, at=moments.get(case.consultation)) for case in self._cases),
        )

    def _touch(self, row: Logged) -> None:
        self._actors_changed[row.actor] += 1
        self._complaints_changed[row.complaint] += 1

    def _case(self, row: Logged, remedy: str, before: Answer, after: Answer) -> ChangedCase:
        way, words = way_of(before, after), (self._words(before), self._words(after))
        return ChangedCase(row.id, None, row.actor, row.role, row.complaint, row.facts, remedy, way, *words)

    def _words(self, answer: Answer) -> str:
        word, limit, entitled, needs = answer
        amount = entitled if word == "must" and entitled is not None else limit
        said = [word, needs or "", "" if amount is None else self._currency.show(amount)]
        return " ".join(each for each in said if each)


def _most(changed: Counter[str], all_: Counter[str]) -> dict[str, tuple[int, int]]:
    ranked = sorted(changed.items(), key=lambda item: (-item[1], item[0]))
    return {name: (some, all_[name]) for name, some in ranked[:_MOST_SHOWN]}
