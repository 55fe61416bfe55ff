"""Claims: what a choice says of a remedy, in the words of worked examples, and whether the engine agrees."""

import re
from dataclasses import dataclass
from typing import Final

from policies import Remedy, Role, Verdict, Vocabulary
from policies.label import key_of, suggestion, tidy
from policies.problem import Refusal

WORDS: Final = ("must", "may", "needs", "none", "never", "depends")
"""What can be claimed, in the order in which choices stand."""
_HINT: Final = "write `must refund 40.00`, `may 10`, `needs lead`, `never` or `none`"
_AMOUNT: Final = re.compile(r"[£€$]?([0-9]+(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of a remedy: the word, whom it needs, and perhaps the amount in minor units."""

    word: str
    remedy: Remedy
    role: Role | None
    amount: int | None

    @property
    def code(self) -> str:
        """The claim as it is kept: keys, and minor units.

        A claim that says no amount and one that does are two.
        """
        amount = "" if self.amount is None else str(self.amount)
        return "|".join((self.word, self.remedy.key, self.role.key if self.role else "", amount))

    def holds(self, verdict: Verdict) -> bool:
        """Tell whether the engine's verdict on the remedy says so; what is not claimed is not asked."""
        return (
            self.remedy.key == verdict.remedy.key
            and self.word == verdict.word
            and (
                self.role is None
                or (verdict.needs_role is not None and verdict.needs_role.key == self.role.key)
            )
            and (self.amount is None or self.amount == amount_of(verdict))
        )


def amount_of(verdict: Verdict) -> int | None:
    """Return the amount of a verdict: what is owed, the role's own limit, or that of the role it needs."""
    if verdict.word == "must":
        return verdict.entitled
    if verdict.word == "needs" and verdict.needs_role:
        return verdict.limits[verdict.needs_role.rank]
    return verdict.limit


def claim_of(verdict: Verdict) -> Claim:
    """Return what the engine says, as a claim."""
    role = verdict.needs_role if verdict.word == "needs" else None
    amount = amount_of(verdict) if verdict.word in ("must", "may", "needs") else None
    return Claim(verdict.word, verdict.remedy, role, amount)


def read_claim(text: str, vocabulary: Vocabulary, remedy: Remedy | None) -> Claim:
    """Read a claim such as `must refund 40.00`; where it names no remedy, it is about `remedy`.

    Raises:
        Refusal: it is not a claim in the vocabulary's words.
    """
    word, _, rest = tidy(text).partition(" ")
    word = word.lower()
    if word not in WORDS:
        raise Refusal("scenario-claim", f"`{text[:80]}` claims nothing", _HINT)
    pieces = rest.split()
    amount = None
    if pieces and (found := _AMOUNT.fullmatch(pieces[-1])):
        amount = vocabulary.currency.minor(found[1])
        pieces = pieces[:-1]
    role, pieces = _role(pieces, vocabulary) if word == "needs" else (None, pieces)
    if amount is not None and word not in ("must", "may", "needs"):
        raise Refusal("scenario-claim", f"`{word}` has no amount", _HINT)
    if pieces:
        remedy = find_remedy(" ".join(pieces), vocabulary)
    if remedy is None:
        raise Refusal("scenario-claim", f"`{text[:80]}` names no remedy", _HINT)
    return Claim(word, remedy, role, amount)


def find_remedy(label: str, vocabulary: Vocabulary) -> Remedy:
    """Return the remedy of that name.

    Raises:
        Refusal: the vocabulary has none.
    """
    remedy = vocabulary.remedy_at.get(key_of(label))
    if remedy is None:
        hint = suggestion(label, (each.label for each in vocabulary.remedies))
        raise Refusal("scenario-claim", f"no remedy `{label[:80]}`", hint or _HINT)
    return remedy


def read_code(code: str, vocabulary: Vocabulary) -> Claim | None:
    """Return the claim that was kept as `code`; None where the vocabulary no longer has its words."""
    word, remedy, role, amount = (*code.split("|"), "", "", "")[:4]
    if word not in WORDS or remedy not in vocabulary.remedy_at or (role and role not in vocabulary.role_at):
        return None
    return Claim(
        word,
        vocabulary.remedy_at[remedy],
        vocabulary.role_at[role] if role else None,
        int(amount) if amount.isdigit() else None,
    )


def _role(pieces: list[str], vocabulary: Vocabulary) -> tuple[Role | None, list[str]]:
    for length in range(len(pieces), 0, -1):
        role = vocabulary.role_at.get(key_of(" ".join(pieces[:length])))
        if role is not None:
            return role, pieces[length:]
    if not pieces:
        return None, []
    hint = suggestion(pieces[0], (role.label for role in vocabulary.roles))
    raise Refusal("scenario-claim", f"`needs` whom? There is no role `{pieces[0][:80]}`", hint or _HINT)
