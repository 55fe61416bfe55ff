"""A query as written → words, quoted phrases, what is excluded, and filters.

    refund "never arrived" -voucher tag:delivery kind:playbook owner:"care team"

Whatever is not one of these forms is searched as plain words: nothing a reader
can type is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.search.tokens import exact_key, fold, raw_words

LONGEST_QUERY = 2000
MOST_WORDS = 24
_PART = re.compile(
    r"(?<!\S)(?:"
    r"(?P<field>tag|kind|owner):(?:\"(?P<quoted>[^\"]+)\"|(?P<plain>[^\s\"]+))"
    r"|(?P<minus>-?)\"(?P<phrase>[^\"]*)\""
    r"|-(?P<without>\w\S*)"
    r")(?!\S)",
    re.IGNORECASE,
)

STOP_WORDS = frozenset(
    "a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it"
    " its me my of on or our out over she should so than that the their them then there they this to up was we were"
    " what when where wheres which who whom why will with would you your"
    " arent cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive shouldnt thats theres theyre wasnt whats"
    " wont wouldnt youre youve".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """What the reader asked for. `open_ended` says that the last word may still be growing."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def filters(self) -> bool:
        """Whether pages are chosen by something else than words."""
        return bool(self.phrases or self.without or self.tags or self.kinds or self.owners)


def parse(text: str) -> Query:
    """Read a query; the first 2,000 characters and, of a long one, the 24 most telling words count."""
    text = text[:LONGEST_QUERY]
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    chosen: dict[str, list[str]] = {"tag": [], "kind": [], "owner": []}

    def take(part: re.Match[str]) -> str:
        if part["field"]:
            chosen[part["field"].lower()].append(exact_key(part["quoted"] or part["plain"]))
            return " "
        words = tuple(map(fold, raw_words(part["phrase"] if part["without"] is None else part["without"])))
        if words:
            (without if part["minus"] or part["without"] else phrases).append(words)
        return " "

    rest = _PART.sub(take, text)
    words = tuple(map(fold, raw_words(rest)))
    open_ended = bool(words) and (rest[-1:].isalnum() or rest[-1:] in "'’")
    return Query(
        words=_most_telling(words),
        phrases=tuple(phrases),
        without=tuple(without),
        tags=tuple(chosen["tag"]),
        kinds=tuple(chosen["kind"]),
        owners=tuple(chosen["owner"]),
        open_ended=open_ended,
    )


def _most_telling(words: tuple[str, ...]) -> tuple[str, ...]:
    distinct = list(dict.fromkeys(reversed(words)))[::-1]  # the last word stays last: it may be growing
    if len(distinct) > MOST_WORDS // 2:
        distinct = [w for w in distinct if w not in STOP_WORDS] or distinct
    return tuple(distinct[: MOST_WORDS - 1] + distinct[MOST_WORDS - 1 :][-1:])
