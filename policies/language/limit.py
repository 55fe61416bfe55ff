"""Up to: how much a rule gives, read by recursive descent.

limit  := part { "+" part }
part   := amount
        | number "%" "of" <money fact>
        | amount "x" <number fact>  |  <number fact> "x" amount
        | ("min" | "max") "(" limit { "," limit } ")"
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from policies.amount import Amount, Combined, Fixed, Times
from policies.currency import EXACT, decimal_of
from policies.label import key_of, suggestion, tidy
from policies.language.cell import LONGEST, refuse_thousands
from policies.problem import Refusal

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.vocabulary import Vocabulary

DEEPEST = 20
"""Brackets within brackets."""

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_TIMES = re.compile(r"[xX*](?![^\W_])")
_CALL = re.compile(r"(min|max) ?\(", re.IGNORECASE)
_PERCENT = re.compile(r"% ?of(?![^\W_])", re.IGNORECASE)
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")
_WORDS = re.compile(r"[^+,()*%]+?(?= [xX](?![^\W_])|[+,()*%]|$)")
_CODE = re.compile(r"[A-Z]{3}(?![^\W_])")
HINT = "write an amount, `20% of <fact>`, `5 x <fact>`, a sum, or `min(…, …)`"


class LimitReader:
    """Reads one Up to cell; `read` returns the amount.

    Raises:
        Refusal: the text is not of the grammar, names an unknown fact, or one of the wrong type.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = tidy(text)
        self.vocabulary = vocabulary
        self.at = 0

    def read(self) -> Amount:
        """Return the amount the whole cell stands for."""
        if len(self.text) > LONGEST:
            raise Refusal("cell-too-long", f"a cell of more than {LONGEST} characters", HINT)
        refuse_thousands(self.text, spaced=False)
        amount = self._sum(0)
        if self.at < len(self.text):
            raise self._lost()
        return amount

    def _sum(self, depth: int) -> Amount:
        if depth > DEEPEST:
            raise Refusal("bad-limit", f"more than {DEEPEST} brackets within brackets", HINT)
        parts = [self._part(depth)]
        while self._take("+"):
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else Combined("sum", tuple(parts))

    def _part(self, depth: int) -> Amount:
        if call := self._match(_CALL):
            parts = [self._sum(depth + 1)]
            while self._take(","):
                parts.append(self._sum(depth + 1))
            if not self._take(")"):
                raise self._lost("a `)` is missing")
            return Combined(call[1].lower(), tuple(parts))
        number = self._match(_NUMBER)
        if number is None:
            fact = self._fact()
            if not self._match(_TIMES):
                hint = (
                    f"write `100% of {fact.label}`" if fact.type == "money" else f"write `5 x {fact.label}`"
                )
                raise Refusal("bad-limit", f"`{fact.label}` alone is not an amount", hint)
            number = self._match(_NUMBER)
            return self._rate(number[0], fact) if number else self._fail()
        if self._match(_PERCENT):
            return self._share(number[0], self._fact())
        if self._match(_TIMES):
            if share := self._match(_SHARE):
                whole = f"{decimal_of(number[0]) * decimal_of(share[1]):f}"
                raise Refusal("bad-limit", "a percentage is not multiplied", f"write `{whole}% of <fact>`")
            return self._rate(number[0], self._fact())
        return Fixed(self._money(number[0]))

    def _share(self, number: str, fact: Fact) -> Amount:
        if fact.type != "money":
            raise Refusal(
                "bad-limit",
                f"`{fact.label}` is not money, so it has no percentage",
                f"write `5 x {fact.label}`",
            )
        share = decimal_of(number)
        if share < 0:
            raise Refusal("negative-limit", f"`{number}%` is less than nothing", "write it without the minus")
        return Times(EXACT.scaleb(share, -2), fact)

    def _rate(self, number: str, fact: Fact) -> Amount:
        if fact.type != "number":
            raise Refusal(
                "bad-limit", f"`{fact.label}` is not a number to multiply by", f"write `20% of {fact.label}`"
            )
        return Times(Decimal(self._money(number)), fact)

    def _money(self, number: str) -> int:
        minor = self.vocabulary.currency.minor(number)
        if minor < 0:
            raise Refusal("negative-limit", f"`{number}` is less than nothing", "write it without the minus")
        return minor

    def _fact(self) -> Fact:
        self._match(re.compile(" *"))
        for pattern, fact in label_patterns(self.vocabulary):
            if self._match(pattern):
                return fact
        words = _WORDS.match(self.text, self.at)
        if not words or not any(char.isalpha() for char in words[0]):
            raise self._lost()
        hint = suggestion(words[0], (fact.label for fact in self.vocabulary.facts))
        raise Refusal("unknown-fact", f"no fact `{words[0].strip()}`", hint or HINT)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    def _take(self, sign: str) -> bool:
        return self._match(re.compile(re.escape(sign))) is not None

    def _lost(self, why: str = "") -> Refusal:
        rest = self.text[self.at : self.at + 40]
        if rest and not why and (unicodedata.category(rest[0]) == "Sc" or _CODE.match(rest)):
            hint = "write plain amounts; the currency stands in the vocabulary"
            return Refusal("bad-limit", f"`{rest}` is not a plain amount", hint)
        return Refusal("bad-limit", why or f"`{rest or self.text[:40]}` is not understood here", HINT)

    def _fail(self) -> Amount:
        raise self._lost()


@lru_cache(maxsize=8)
def label_patterns(vocabulary: Vocabulary) -> tuple[tuple[re.Pattern[str], Fact], ...]:
    """Return how each fact may be written in a formula, longest first: as its label, or in any spacing of its
    words."""
    patterns = []
    for fact in sorted(vocabulary.facts, key=lambda fact: (-len(fact.label), fact.key)):
        exact = re.escape(tidy(fact.label)).replace(r"\ ", " +")
        words = r"[\W_]+".join(re.escape(word) for word in key_of(fact.label).split("_"))
        patterns.append((re.compile(rf"(?:{exact}|{words})(?![^\W_])", re.IGNORECASE), fact))
    return tuple(patterns)
