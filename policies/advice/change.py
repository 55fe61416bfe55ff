"""A change: the least that would have to be otherwise for a remedy to be allowed, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies.advice.move import Move
    from policies.reasoning.verdict import Verdict
    from policies.rule import Rule
    from policies.spans import Value
    from policies.vocabulary import Remedy, Role


@dataclass(frozen=True, slots=True)
class Change:
    """What would allow a remedy: `moves` of facts, and the higher role that would be `asked`, if any.

    `verdict` is what the engine says once it is so, and `rule` the first of the rules it rests on.
    """

    moves: tuple[Move, ...]
    asked: Role | None
    verdict: Verdict
    rule: Rule

    @property
    def remedy(self) -> Remedy:
        """The remedy that would be allowed."""
        return self.verdict.remedy

    @property
    def changed(self) -> tuple[Move, ...]:
        """The facts that would have to change."""
        return tuple(move for move in self.moves if not move.assumed)

    @property
    def assumed(self) -> tuple[Move, ...]:
        """The unknown facts that nobody can change, and what they would have to turn out to be."""
        return tuple(move for move in self.moves if move.assumed)

    @property
    def words(self) -> str:
        """Say it: `With Photo: yes (now no), rule D5 would allow Refund up to 75.00.`"""
        parts = []
        if self.changed:
            parts.append("with " + _joined(_changed(move) for move in self.changed))
        if self.assumed:
            parts.append("if " + _joined(_assumed(move) for move in self.assumed))
        sentence = ", ".join([", and ".join(parts), self._allows()] if parts else [self._allows()])
        return f"{sentence[0].upper()}{sentence[1:]}."

    def as_json(self) -> dict[str, object]:
        """Return the change as plain data, keys for labels."""
        return {
            "remedy": self.remedy.key,
            "changes": [
                {"fact": move.fact.key, "from": _shown(move, move.before), "to": _shown(move, move.after)}
                for move in self.changed
            ],
            "if": [{"fact": move.fact.key, "is": _shown(move, move.after)} for move in self.assumed],
            "ask_role": self.asked.key if self.asked else None,
            "rule": self.rule.id,
            "verdict": self.verdict.word,
            "amount": self.amount,
            "words": self.words,
        }

    @property
    def amount(self) -> str | None:
        """What it would come to, or None where that is not measured or rests on a fact that is not known."""
        unknown = {move.fact.key for move in self.moves if move.before is None}
        if any(rule.limit and rule.limit.facts & unknown for rule in self.verdict.rules):
            return None
        verdict = self.verdict
        return verdict.show(verdict.entitled if verdict.word == "must" else verdict.limit)

    def _allows(self) -> str:
        remedy, amount = self.remedy.label, self.amount
        if self.verdict.word == "must":
            return f"rule {self.rule.id} would entitle them to {remedy}" + (f" of {amount}" if amount else "")
        who = f"let the {self.asked.label} give" if self.asked else "allow"
        return f"rule {self.rule.id} would {who} {remedy}" + (f" up to {amount}" if amount else "")


def _changed(move: Move) -> str:
    if move.before is None:
        return f"{move.fact.label}: {move.cell or _shown(move, move.after)}"
    return f"{move.fact.label}: {_shown(move, move.after)} (now {_shown(move, move.before)})"


def _assumed(move: Move) -> str:
    return f"{move.fact.label} is {move.cell or _shown(move, move.after)}"


def _shown(move: Move, value: Value | None) -> str | None:
    return None if value is None else move.fact.show(value)


def _joined(parts: Iterable[str]) -> str:
    *most, last = parts
    return " and ".join([", ".join(most), last] if most else [last])
