"""Shared ends: two rows alike but for one range, `15..30` beside `30..60`, that both hold where these meet.

The more generous row wins there and nothing is left undecided; yet authors nearly always mean one of the two.
Rows are alike where they give the same remedy and have the same other cells. Nesting, `<= 30` within `<= 60`,
is a way to write policies and is left alone, and so are rows that come to the same.

    15..30 | 30..60     shared-end          whatever effect, role or amount the two rows have
    15..35 | 30..60     overlapping-rows    only for one effect and one role, both ranges with two ends
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from policies.analysis.grid import meet
from policies.analysis.row_search import Question, RowSearch
from policies.analysis.words import region
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide
from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.analysis.finding import Finding, Witness
    from policies.analysis.grid import Box
    from policies.analysis.meter import Meter
    from policies.analysis.subject import Subject
    from policies.policy import Block
    from policies.rule import Condition, Rule
    from policies.spans import Cut, Value

RANGED = ("number", "money", "date")
_INTERVAL = re.compile(r"([\[(]?) ?([^,()\[\]]+?) ?\.\. ?([^,()\[\]]+?) ?([\])]?)")
_ONE_END = re.compile(r"(<=|>=) ?([^,]+)")


class Meeting(NamedTuple):
    """Two rows of a block, the one with the lower range first, and the cells in which they meet."""

    lower: int
    upper: int
    below: Condition
    above: Condition


def find_shared_ends(subject: Subject, block: Block) -> Iterator[Finding]:
    """Yield a warning for every two rows of one remedy whose ranges of one fact meet or cross.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    meetings = list(_meetings(block, subject.meter()))
    if meetings:
        search = _Cases(subject, block)
        for meeting in meetings:
            if (finding := search.finding(meeting)) is not None:
                yield finding


def _meetings(block: Block, meter: Meter) -> Iterator[Meeting]:
    """Yield the pairs of rows that are alike but for one range, where the two ranges meet or cross."""
    alike: dict[object, list[tuple[Cut, int, Condition]]] = {}
    for bit, rule in enumerate(block.rules):
        cells = {(each.fact.key, each.accepts.cuts) for each in rule.conditions}
        for each in rule.conditions:
            if each.fact.type in RANGED and len(each.accepts.cuts) == 2 and not _single(each):
                rest = frozenset(cells - {(each.fact.key, each.accepts.cuts)})
                alike.setdefault((each.fact.key, rest), []).append((each.accepts.cuts[0], bit, each))
    for rows in alike.values():
        rows.sort(key=lambda row: row[:2])
        for first, lower, below in rows:
            further = bisect_right(rows, first, key=lambda row: row[0])
            for start, upper, above in islice(rows, further, None):
                if start >= below.accepts.cuts[1]:
                    break
                meter.spend(1)
                if _crossing(block, Meeting(lower, upper, below, above)):
                    yield Meeting(lower, upper, below, above)


def _crossing(block: Block, meeting: Meeting) -> bool:
    lower, upper, below, above = meeting
    one, two = block.rules[lower], block.rules[upper]
    (first, end), (start, last) = below.accepts.cuts, above.accepts.cuts
    if end >= last or _outcome(one) == _outcome(two):
        return False
    if _shared(meeting) is not None:
        return True
    bounded = LOWEST not in (first, start) and HIGHEST not in (end, last)
    written = all(_INTERVAL.fullmatch(each.text) for each in (below, above))
    return bounded and written and one.effect == two.effect and one.who is two.who


def _outcome(rule: Rule) -> tuple[object, ...]:
    return rule.effect, rule.who.rank, rule.limit, rule.provided


def _single(condition: Condition) -> bool:
    """Whether a cell accepts one value alone."""
    low, high = condition.accepts.cuts
    return high == ((low[0] + 1, 0) if condition.fact.stepped else (low[0], 1)) and low != LOWEST


def _shared(meeting: Meeting) -> Value | None:
    """Return the one value that both ranges hold, or None where they share more."""
    both = meeting.below.accepts & meeting.above.accepts
    (low, _), (high, after) = both.cuts
    last = high - 1 if meeting.below.fact.stepped else high
    return low if low == last and (meeting.below.fact.stepped or after) else None


class _Cases:
    """Finds a case in which one of two rows that meet decides against the other."""

    def __init__(self, subject: Subject, block: Block) -> None:
        self._subject, self._block = subject, block
        self._meter = subject.meter()
        self._grid = subject.grid(block.rules)
        self._search = RowSearch(self._grid, block.rules, subject, self._meter)

    def finding(self, meeting: Meeting) -> Finding | None:
        """Return what there is to say of two rows that meet, or None where it makes no difference."""
        shared = meet(self._grid.boxes[meeting.lower], self._grid.boxes[meeting.upper])
        if shared is None:
            return None
        rules = self._block.rules
        one, two = rules[meeting.lower], rules[meeting.upper]
        rank = max(one.who.rank, two.who.rank)
        for winner, loser in ((meeting.lower, meeting.upper), (meeting.upper, meeting.lower)):
            found, _ = self._search.answer(winner, self._question(shared, winner, loser, rank))
            if found is not None:
                witness = self._subject.witness(self._grid.spans(found.box), rank, found.exactly)
                names = {rule.id for rule in self._deciding(witness)}
                if names & {one.id, two.id}:
                    return self._finding(meeting, shared, witness, names)
        return None

    def _question(self, box: Box, winner: int, loser: int, rank: int) -> Question:
        """Return the question where the winner decides: nothing forbids it, and its amount is the most."""
        block = self._block
        pair = 1 << winner | 1 << loser
        never, must = block.never & ~pair, block.must & ~pair
        if not block.remedy.in_money or (block.never & pair):
            return Question(box, never | must)
        if block.rules[winner].effect != block.rules[loser].effect:
            return Question(box, never | must)
        if block.must & pair:
            return Question(box, never, beaten=1 << loser, tied=must)
        may = block.may[-1] & ~pair & self._search.up_to[rank]
        return Question(box, never, beaten=1 << loser | must, tied=may)

    def _deciding(self, witness: Witness) -> tuple[Rule, ...]:
        policy = self._subject.policy
        known = read_case(witness.facts, policy.vocabulary)
        role = policy.vocabulary.role_at[witness.role]
        return decide(policy, role, known).verdict(self._block.remedy.key).rules

    def _finding(self, meeting: Meeting, shared: Box, witness: Witness, deciding: set[str]) -> Finding:
        rules, fact = self._block.rules, meeting.below.fact
        one, two = rules[meeting.lower], rules[meeting.upper]
        first, later = sorted((one, two), key=lambda rule: rule.line)
        value = _shared(meeting)
        spans = self._grid.spans(shared)
        where = f"{fact.label} {fact.show(value)}" if value is not None else region([fact], spans)
        won = " and ".join(f"`{rule.id}`" for rule in (first, later) if rule.id in deciding)
        verb = "decide" if {one.id, two.id} <= deciding else "decides"
        message = f"`{first.id}` and `{later.id}` both hold at {where}, and {won} {verb} there"
        code = "shared-end" if value is not None else "overlapping-rows"
        hint = _hint(meeting) if value is not None else "let one range end where the other begins"
        return self._subject.finding(code, "warning", later.line, message, [spans], witness, hint)


def _hint(meeting: Meeting) -> str:
    below, above = _without_end(meeting.below.text), _without_start(meeting.above.text)
    if not below or not above:
        return "leave the value out of one of them"
    return f"write `{below}` for the one or `{above}` for the other"


def _without_end(text: str) -> str:
    if found := _INTERVAL.fullmatch(text):
        return f"{found[1] or '['}{found[2]}..{found[3]})"
    found = _ONE_END.fullmatch(text)
    return f"< {found[2]}" if found and found[1] == "<=" else ""


def _without_start(text: str) -> str:
    if found := _INTERVAL.fullmatch(text):
        return f"({found[2]}..{found[3]}{found[4] or ']'}"
    found = _ONE_END.fullmatch(text)
    return f"> {found[2]}" if found and found[1] == ">=" else ""
