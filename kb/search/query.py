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
    """
    a an and are arent as at be been but by can cant could couldnt did didnt do does doesnt dont for
    from had hadnt has hasnt have havent he her his how i if im in into is isnt it its ive me my of
    on or our out over she should shouldnt so than that thats the their them then there theres they
    theyre this to up was wasnt we were what whats when where wheres which who whom why will with
    wont would wouldnt you your youre youve
    """.split()  # noqa: SIM905 - words, not syntax, are what is read and kept in order here
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

    def story(self, telling: int) -> bool:
        """Tell whether this is told in sentences, or in more than so many telling words.

        Nobody tells a story in the library's words alone; what is unknown in it is seldom a slip.
        """
        told = sum(word not in STOP_WORDS for word in self.words)
        return told > telling or (len(self.words) >= 5 and told <= 0.6 * len(self.words))


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
