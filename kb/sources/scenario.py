"""A scenario check as it is written: a fenced block that holds a case, a question and perhaps the choices.

    ```scenario
    complaint: arrived_damaged
    facts: days since delivery = 3, photo = no, order value = 40
    role: agent
    remedy: Refund
    question: She wants her money back and has thrown the vase away. What do you tell her?
    choices:
    - needs lead
    - I send it now -> must refund
    expect: must refund 44.95
    why: The photo is for our packers. A right never waits for it.
    ```

Which choice is right is not written here: the policy in force says it (see `kb.library.learning`).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from policies.label import key_of, suggestion

BLOCK = "scenario"
MOST_CHOICES = 8
_KEYS = ("complaint", "facts", "role", "remedy", "question", "choices", "expect", "why")
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z ]{0,30}?)\s*:(?:\s+(.*)|\s*)$")
_LONGEST = 1500
_MOST_ITEMS = 40


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a block cannot be asked, or is asked with a doubt; `line` counts from 0 within the block."""

    code: str
    line: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: what it claims, in the words of worked examples, and how the author puts it, if at all."""

    claim: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """A block that could be read; lines count from 0 within the block. `key` is made of the case alone."""

    key: str
    complaint: str
    facts: tuple[tuple[str, str], ...]
    role: str
    remedy: str
    question: str
    choices: tuple[Choice, ...]
    expect: str
    why: str
    lines: tuple[tuple[str, int], ...]

    def line_of(self, key: str) -> int:
        """Return the line on which `key` stands, the first of the block where it does not."""
        return dict(self.lines).get(key, 0)


@lru_cache(maxsize=512)
def read_scenario(text: str) -> Scenario | Flaw:
    """Read the inside of one block; what is wrong is returned, not raised: the page is read all the same."""
    found = _values(text)
    if isinstance(found, Flaw):
        return found
    values = {key: entry.text for key, entry in found.items()}
    for key in ("complaint", "question"):
        if not values.get(key):
            line = found[key].line if key in found else 0
            return Flaw("scenario-incomplete", line, f"the scenario has no `{key}`", f"add a line `{key}: …`")
    facts = _facts(found["facts"]) if "facts" in found else ()
    choices = _choices(found["choices"]) if "choices" in found else ()
    for either in (facts, choices):
        if isinstance(either, Flaw):
            return either
    assert not isinstance(facts, Flaw)  # noqa: S101 -- just looked at
    assert not isinstance(choices, Flaw)  # noqa: S101
    case = (values["complaint"], *sorted((key_of(k), v) for k, v in facts), values.get("role", ""))
    key = hashlib.sha256(repr((case, values.get("remedy", ""))).encode()).hexdigest()[:16]
    return Scenario(
        key=key,
        complaint=values["complaint"],
        facts=facts,
        role=values.get("role", ""),
        remedy=values.get("remedy", ""),
        question=values["question"],
        choices=choices,
        expect=values.get("expect", ""),
        why=values.get("why", ""),
        lines=tuple((key, entry.line) for key, entry in found.items()),
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    items: tuple[tuple[str, int], ...]
    line: int


def _values(text: str) -> dict[str, _Entry] | Flaw:
    found: dict[str, _Entry] = {}
    current = ""
    for number, line in enumerate(text.splitlines()):
        if not line.strip():
            continue
        opened = None if line[0].isspace() or line.startswith("- ") else _KEY_LINE.match(line)
        if opened:
            current = opened[1].lower().replace(" ", "_")
            if current not in _KEYS:
                hint = suggestion(current, _KEYS) or f"it is one of {', '.join(_KEYS)}"
                return Flaw("scenario-key", number, f"a scenario has no `{opened[1]}`", hint)
            if current in found:
                return Flaw("scenario-key", number, f"`{current}` stands here twice", "keep one of them")
            found[current] = _Entry((opened[2] or "").strip(), (), number)
        elif not current:
            return Flaw("scenario-line", number, "the line belongs to no key", "begin with `complaint: …`")
        else:
            found[current] = _longer(found[current], line.strip(), number)
        if current and (excess := _excess(found[current])):
            return Flaw("scenario-too-long", number, f"`{current}` has more than {excess}", "cut it down")
    return found


def _excess(entry: _Entry) -> str:
    if len(entry.items) > _MOST_ITEMS:
        return f"{_MOST_ITEMS} lines"
    return f"{_LONGEST} characters" if max(map(len, (entry.text, *dict(entry.items)))) > _LONGEST else ""


def _longer(entry: _Entry, line: str, number: int) -> _Entry:
    if line.startswith("- "):
        return replace(entry, items=(*entry.items, (line[2:].strip(), number)))
    if entry.items:
        last, where = entry.items[-1]
        return replace(entry, items=(*entry.items[:-1], (f"{last} {line}", where)))
    return replace(entry, text=f"{entry.text} {line}".strip())


def _facts(entry: _Entry) -> tuple[tuple[str, str], ...] | Flaw:
    found: dict[str, tuple[str, str]] = {}
    for part, line in _parts(entry, ","):
        label, equals, value = (piece.strip() for piece in part.partition("="))
        if not (equals and label and value):
            hint = "write `days since delivery = 3`; leave out what is not known"
            return Flaw("scenario-fact", line, f"`{part[:80]}` is no fact", hint)
        if key_of(label) in found:
            return Flaw("scenario-fact", line, f"the fact `{label}` is given twice", "keep one of them")
        found[key_of(label)] = (label, value)
    return tuple(found.values())


def _choices(entry: _Entry) -> tuple[Choice, ...] | Flaw:
    found: list[Choice] = []
    for part, line in _parts(entry, ";"):
        words, arrow, claim = part.rpartition("->")
        found.append(Choice(claim.strip(), words.strip() if arrow else "", line))
    if not 2 <= len(found) <= MOST_CHOICES or len({choice.claim.lower() for choice in found}) < len(found):
        hint = "or leave `choices` out: they are then made from the policy"
        message = f"choices are from 2 to {MOST_CHOICES}, each another claim"
        return Flaw("scenario-choices", entry.line, message, hint)
    return tuple(found)


def _parts(entry: _Entry, mark: str) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a value, written in one line or as a list, each with its line."""
    pieces = [(part.strip(), entry.line) for part in entry.text.split(mark)]
    yield from (piece for piece in (*pieces, *entry.items) if piece[0])
