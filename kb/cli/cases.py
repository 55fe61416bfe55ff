"""Cases as the command line gets them: options of one case, or a line of JSON, and decisions in words."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

from policies import Book, PolicyError

KEYS = ("complaint", "role", "facts", "as_of")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_LINE = 1 << 20


class CaseLineError(Exception):
    """A case was not written as the contract says; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def said(error: PolicyError | CaseLineError) -> str:
    """Return what went wrong and what to do about it, without the code that stands beside it."""
    hint = error.hint if isinstance(error, PolicyError) else ""
    return f"{error.message}; {hint}" if hint else error.message


def facts_of(options: Iterable[str]) -> dict[str, object]:
    """Return the facts of `KEY=VALUE` options; giving one twice is an error, not a choice of ours."""
    facts: dict[str, object] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not key.strip():
            raise CaseLineError("bad-option", f"`--fact {option}` is not of the form KEY=VALUE")
        if key.strip() in facts:
            raise CaseLineError("duplicate-fact", f"the fact `{key.strip()}` is given twice")
        facts[key.strip()] = value.strip()
    return facts


def day(written: object, today: date) -> date:
    """Return the day written as YYYY-MM-DD, or `today` where none is."""
    if written is None:
        return today
    try:
        if isinstance(written, str) and ISO_DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise CaseLineError("bad-date", f"`{written}` is not a day; write it as 2026-01-31")


@contextmanager
def opened(path: Path) -> Iterator[Iterator[bytes]]:
    """Yield the lines of a file, or of stdin for `-`, one by one; blank last lines are left out."""
    if str(path) == "-":
        yield iter(sys.stdin.buffer)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise CaseLineError("no-file", f"`{path}` cannot be read: {error.strerror}") from None
    with file:
        yield iter(file)


def decide_line(book: Book, line: bytes, today: date) -> dict[str, object]:
    """Decide the case that one line of JSON holds.

    Raises:
        CaseLineError: the line is not a case.
        PolicyError: the case cannot be decided.
    """
    case = _case(line)
    facts = case.get("facts", {})
    if not isinstance(facts, Mapping):
        raise CaseLineError("bad-case", "`facts` must be an object")
    return book.decide(
        _text(case, "complaint"), _text(case, "role"), facts, day(case.get("as_of"), today)
    ).as_json()


def _case(line: bytes) -> Mapping[str, object]:
    if len(line) > LONGEST_LINE:
        raise CaseLineError("line-too-long", f"a case takes at most {LONGEST_LINE} bytes")
    try:
        case = json.loads(
            line.decode("utf-8-sig"),
            parse_float=Decimal,
            object_pairs_hook=_once,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        raise CaseLineError("bad-json", f"the line is not JSON: {error}") from None
    if not isinstance(case, dict):
        raise CaseLineError("bad-case", "a case is an object")
    for key in case:
        _refuse_slip(key)
    return case


def _refuse_slip(key: str) -> None:
    # Other programs' own fields are none of our business, but a misspelt `as_of` would decide as of today.
    meant = get_close_matches(key.lower().replace("-", "_"), KEYS, n=1, cutoff=0.7)
    if key not in KEYS and meant:
        raise CaseLineError("bad-case", f"a case has no `{key}`; did you mean `{meant[0]}`?")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for key, value in pairs:
        if key in seen:
            raise CaseLineError("bad-json", f"the key `{key}` is given twice")
        seen[key] = value
    return seen


def _no_constant(name: str) -> object:
    raise CaseLineError("bad-json", f"`{name}` is not a JSON value")


def _text(case: Mapping[str, object], key: str) -> str:
    value = case.get(key)
    if not isinstance(value, str) or not value:
        raise CaseLineError("bad-case", f"`{key}` is missing or not text")
    return value
