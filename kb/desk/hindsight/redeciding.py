"""Deciding logged cases again by another book: through columns where every fact is known, else one by one."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kb.desk.hindsight.draft_book import DraftBook
from kb.desk.hindsight.logged import NOTHING, Answer, Logged
from policies import CaseError, NoPolicy, Policy, Role
from policies.batch import WORDS, PolicyColumns, compile_columns
from policies.derivation import inputs_of, is_derived
from policies.reasoning.decision import decide_given
from policies.reasoning.verdict import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

Answers = dict[str, Answer] | str
"""What would be answered, by remedy key; or, in words, why nothing can be."""


class Redeciding:
    """Answers logged cases by a draft's book; keeps what it compiled."""

    def __init__(self, draft: DraftBook) -> None:
        """Decide by `draft`."""
        self._draft = draft
        self._policies: dict[str, Policy | str] = {}
        self._columns: dict[str, PolicyColumns] = {}

    def answers(self, rows: Sequence[Logged]) -> list[Answers]:
        """Return what each case would be answered, in the order of `rows`."""
        found: list[Answers] = [""] * len(rows)
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            groups[row.complaint, row.role].append(at)
        for (complaint, role), places in groups.items():
            policy = self._policy(complaint)
            if isinstance(policy, str):
                answered: Sequence[Answers] = [policy] * len(places)
            elif role not in policy.vocabulary.role_at:
                answered = [f"there is no role `{role}`"] * len(places)
            else:
                some = [rows[at] for at in places]
                answered = self._group(policy, policy.vocabulary.role_at[role], some)
            for at, answer in zip(places, answered, strict=True):
                found[at] = answer
        return found

    def _policy(self, complaint: str) -> Policy | str:
        if complaint not in self._policies:
            try:
                self._policies[complaint] = self._draft.policy(complaint)
            except NoPolicy as error:
                self._policies[complaint] = error.message
        return self._policies[complaint]

    def _group(self, policy: Policy, role: Role, rows: Sequence[Logged]) -> list[Answers]:
        known_facts, used = policy.vocabulary.fact_at, _used(policy)
        facts = [json.loads(row.facts) for row in rows]
        found: list[Answers] = [""] * len(rows)
        left: Sequence[int] = range(len(rows))
        if not any(is_derived(known_facts[key]) for key in policy.fact_keys):
            left = self._by_columns(policy, role, facts, found)
        for at in left:
            # What the draft does not ask about, or its vocabulary no longer knows, cannot decide anything.
            some = {key: value for key, value in facts[at].items() if key in used}
            found[at] = _one_by_one(policy, role, some, rows[at])
        return found

    def _by_columns(
        self, policy: Policy, role: Role, facts: Sequence[Mapping[str, str]], found: list[Answers]
    ) -> Sequence[int]:
        """Fill in every case whose facts are all known, and return the places of the others."""
        complete = [at for at, each in enumerate(facts) if policy.fact_keys <= each.keys()]
        if not complete or not policy.fact_keys:
            return range(len(facts))
        columns = self._columns.get(policy.complaint)
        if columns is None:
            columns = self._columns[policy.complaint] = compile_columns(policy)
        arrays: dict[str, NDArray[Any]] = {}
        for key in policy.fact_keys:
            column = np.empty(len(complete), object)
            column[:] = [facts[at][key] for at in complete]
            arrays[key] = column
        answers = columns.decide_columns(arrays, role)
        for place, answer in zip(complete, _told(policy, answers.remedies, len(complete)), strict=True):
            found[place] = answer
        undecided = {complete[at] for at in answers.left.tolist()}
        whole = set(complete) - undecided
        return [at for at in range(len(facts)) if at not in whole]


def _used(policy: Policy) -> frozenset[str]:
    """Return the facts that a policy asks about, and those that its derived ones follow from."""
    sources = {each.key for fact in policy.facts for each in inputs_of(fact, policy.vocabulary)}
    return policy.fact_keys | sources


def _told(policy: Policy, remedies: Mapping[str, Any], rows: int) -> list[dict[str, Answer]]:
    """Return the answers of columns row by row; what is said of a remedy only where something is."""
    words = np.array(WORDS, object)
    ladder = np.array([*(role.key for role in policy.vocabulary.roles), None], object)  # -1 is nobody
    found: list[dict[str, Answer]] = [{} for _ in range(rows)]
    for key, each in remedies.items():
        said = np.flatnonzero(each.word > 0)
        answers = zip(
            words[each.word[said]].tolist(),
            _amounts(each.limit[said]),
            _amounts(each.entitled[said]),
            ladder[each.needs[said]].tolist(),
            strict=True,
        )
        for at, answer in zip(said.tolist(), answers, strict=True):
            found[at][key] = answer
    return found


def _amounts(column: "NDArray[np.int64]") -> list[int | None]:
    return [None if amount < 0 else amount for amount in column.tolist()]


def _one_by_one(policy: Policy, role: Role, facts: Mapping[str, object], row: Logged) -> Answers:
    try:
        decision = decide_given(policy, role, facts, row.as_of)
    except CaseError as error:
        return error.message
    return {each.remedy.key: _answer(each) for each in decision.bare if each.word != "none"}


def _answer(verdict: Verdict) -> Answer:
    needs = verdict.needs_role.key if verdict.needs_role else None
    return (verdict.word, verdict.limit, verdict.entitled, needs)


def differing(
    before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> Iterator[tuple[str, Answer, Answer]]:
    """Yield each remedy that is answered otherwise, with both answers."""
    for remedy in before.keys() | after.keys():
        one, other = before.get(remedy, NOTHING), after.get(remedy, NOTHING)
        if one != other:
            yield remedy, one, other
