"""Facts from the ledger: which they are, and what they are for a customer now.

A fact whose `From` in the vocabulary is `ledger` is never typed in. Its label says what is counted:

    Remedies in 90 days           every grant that stands, of the last 90 times 24 hours
    Goodwill credits in 2 weeks   those of one remedy, by its label or by its kind
    Remedies so far               without end

A `number` is how many, `money` how much. It is counted for the customer; `ledger per order`, `ledger per
agent` and the like in `From` name somebody else. Where the case does not say for whom, or the label is none
of these, the fact is unknown, and so never widens what may be granted. What is more than the fact's `Values`
have is their highest.
"""

import re
from collections.abc import Iterator, Mapping

from kb.desk.accounts import Accounts
from kb.desk.counting import Count
from policies import Fact, Problem, Vocabulary
from policies.label import key_of

_LABEL = re.compile(r"(.+?)_(?:so_far|ever|in_(?:the_)?(?:last_)?([0-9]{1,5})_(day|week|month|year)s?)")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_FROM = re.compile(r"ledger(?:_per_(customer|agent|order|case|team))?")
_ANY = frozenset({"remedy", "remedies"})


def is_read(fact: Fact) -> bool:
    """Whether a fact comes from the ledger, so that nobody types it in."""
    return key_of(fact.source).partition("_")[0] == "ledger"


def count_of(fact: Fact, vocabulary: Vocabulary) -> Count | None:
    """Return what a fact from the ledger counts, None where its row does not say so."""
    source, label = _FROM.fullmatch(key_of(fact.source)), _LABEL.fullmatch(key_of(fact.label))
    if source is None or label is None or fact.type not in ("number", "money"):
        return None
    days = int(label[2]) * _DAYS[label[3]] if label[2] else None
    scope, currency = source[1] or "customer", fact.currency.code if fact.type == "money" else None
    if label[1] in _ANY:
        return Count(scope, None, days, currency)
    remedies = tuple(
        remedy.key
        for remedy in vocabulary.remedies
        if label[1].removesuffix("s") in (remedy.key.removesuffix("s"), key_of(remedy.kind).removesuffix("s"))
    )
    return Count(scope, remedies, days, currency) if remedies else None


def questions(vocabulary: Vocabulary, wanted: frozenset[str], accounts: Accounts) -> dict[str, Count | None]:
    """Return what is to be counted for the ledger's facts among `wanted`, by key; None where unknown."""
    found: dict[str, Count | None] = {}
    for fact in vocabulary.facts:
        if fact.key in wanted and is_read(fact):
            count = count_of(fact, vocabulary)
            known = count is not None and accounts.subject(count.scope) is not None
            found[fact.key] = count if known else None
    return found


def shown(
    vocabulary: Vocabulary, asked: Mapping[str, Count | None], found: Mapping[Count, tuple[int, int]]
) -> dict[str, str | None]:
    """Return the facts that were asked by key, as shown; None where they are unknown."""
    fact_at = vocabulary.fact_at
    return {
        key: None if count is None else _shown(fact_at[key], *found[count]) for key, count in asked.items()
    }


def lacking(vocabulary: Vocabulary, read: Mapping[str, str | None], accounts: Accounts) -> tuple[str, ...]:
    """Return the references without which a fact from the ledger is unknown."""
    counts = (count_of(vocabulary.fact_at[key], vocabulary) for key, value in read.items() if value is None)
    scopes = (count.scope for count in counts if count is not None)
    return tuple(dict.fromkeys(scope for scope in scopes if accounts.subject(scope) is None))


def problems(vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield a problem for every fact from the ledger whose row does not say what is counted."""
    for fact in vocabulary.facts:
        if is_read(fact) and count_of(fact, vocabulary) is None:
            yield Problem(
                "uncounted-fact",
                "warning",
                vocabulary.path,
                fact.line,
                f"`{fact.label}` comes from the ledger, and its row does not say what is counted",
                "write a number or money such as `Remedies in 90 days`; until then it is unknown",
            )


def _shown(fact: Fact, many: int, much: int) -> str | None:
    value = much if fact.type == "money" else many
    if fact.highest is not None and value > fact.highest:
        return fact.show(fact.highest)
    return fact.show(value) if value in fact.domain else None
