"""What the front matter of a page may say: known keys checked, all complaints at once."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from kb.markup import slug as make_slug

Kind = Literal["philosophy", "standard", "playbook", "policy", "help"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_FOR_POLICIES = ("complaint", "effective", "currency")  # the engine reads these, and complains of them
_INTERVAL = re.compile(r"(\d{1,4})\s*(day|week|month|quarter|year)s?", re.IGNORECASE)
_DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}
_MAX_DAYS = 3650

EVERYBODY = "everybody"
"""Stands in `acknowledge` for all roles and teams."""
LAST_PATH = 1000
"""The place of a path that claims none."""


def _refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _words(value: object) -> str:
    """Take a value as the words it was written with: `title: 2026` is the title "2026"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | date):
        text = " ".join(str(value).split())
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
            raise _refuse("bad-text", "there is a control character in it")
        return text
    raise _refuse("bad-text", "it must be one line of text", "write it without brackets or dashes")


def _list(value: object) -> tuple[str, ...]:
    """Take a list of words, or words between commas; repetitions count once."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else [value]
    found = (_words(part) for part in parts if part is not None)
    return tuple(dict.fromkeys(word for word in found if word))


def _kind(value: object) -> str:
    words = _words(value).lower()
    if words not in KINDS:
        near = difflib.get_close_matches(words, KINDS, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"it is one of {', '.join(KINDS)}"
        raise _refuse("unknown-kind", f"no kind `{words[:60]}`", hint)
    return words


def _slug(value: object) -> str:
    words = _words(value)
    made = make_slug(words)
    if made != words or not made:
        hint = f"write `{made}`" if made else "use letters, digits and hyphens"
        raise _refuse("bad-slug", f"`{words[:60]}` cannot be an address", hint)
    return words


def _interval(value: object) -> int:
    """Turn "6 months" or "90 days" into days; a bare number counts days."""
    found = _INTERVAL.fullmatch(_words(value))
    days = round(int(found[1]) * _DAYS[found[2].lower()]) if found else value
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _MAX_DAYS:
        hint = "write `90 days`, `6 months` or `1 year`"
        raise _refuse("bad-review-every", f"`{_words(value)[:60]}` is no interval", hint)
    return days


def _yes_or_no(value: object) -> bool | None:
    """Take `yes` and `no` as YAML 1.2 leaves them, words; None for anything else."""
    return value if isinstance(value, bool) else {"yes": True, "no": False}.get(str(value).lower())


def _readers(value: object) -> tuple[str, ...]:
    """Turn `yes` into everybody, `no` into nobody, and take a list of roles and teams as it is."""
    said = _yes_or_no(value)
    if said is None:
        return _list(value)
    return (EVERYBODY,) if said else ()


def _place(value: object) -> int | None:
    """Turn `yes` into a place after all numbered ones; a number is a path's place among paths."""
    said = _yes_or_no(value)
    if said is not None:
        return LAST_PATH if said else None
    if isinstance(value, int) and 1 <= value < LAST_PATH:
        return value
    raise _refuse("bad-path", f"`{_words(value)[:60]}` is no place", "write `yes`, or a number from 1 on")


Words = Annotated[str, BeforeValidator(_words)]
WordList = Annotated[tuple[str, ...], BeforeValidator(_list)]


class Front(BaseModel):
    """The front matter of one page; `review_every` in days.

    `acknowledge` are the roles and teams that must acknowledge it, or `EVERYBODY`; `path` is the place of a
    reading path among the paths, None for a page that is none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Annotated[Kind | None, BeforeValidator(_kind)] = None
    title: Annotated[Words, Field(max_length=200)] | None = None
    slug: Annotated[str, BeforeValidator(_slug), Field(max_length=120)] | None = None
    owner: Annotated[Words, Field(max_length=120)] | None = None
    tags: WordList = ()
    review_every: Annotated[int | None, BeforeValidator(_interval)] = None
    aliases: WordList = ()
    lang: Annotated[Words, Field(max_length=35)] | None = None
    summary: Annotated[Words, Field(max_length=500)] | None = None
    acknowledge: Annotated[tuple[str, ...], BeforeValidator(_readers)] = ()
    path: Annotated[int | None, BeforeValidator(_place)] = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong with the front matter, at one of its keys."""

    key: str
    code: str
    severity: Literal["error", "warning"]
    message: str
    hint: str


def read_front(meta: Mapping[str, object]) -> tuple[Front, tuple[Complaint, ...]]:
    """Check `meta`; what is good is in the `Front`, and for each key that is not there is a complaint."""
    try:
        front, complaints = Front.model_validate(meta), []
    except ValidationError as error:
        complaints = list({found.key: found for found in _complaints(error)}.values())
        bad = {complaint.key for complaint in complaints}
        front = Front.model_validate({key: value for key, value in meta.items() if key not in bad})
    if front.kind is not None:
        complaints += _mistyped(meta)
    return front, tuple(complaints)


def _complaints(error: ValidationError) -> Iterator[Complaint]:
    for found in error.errors(include_url=False):
        key = str(found["loc"][0])
        context = found.get("ctx", {})
        if "hint" in context:
            code, hint = found["type"], str(context["hint"])
            yield Complaint(key, code, "error", f"`{key}`: {context['message']}", hint)
        else:
            yield Complaint(key, f"bad-{key.replace('_', '-')}", "error", f"`{key}`: {found['msg']}", "")


def _mistyped(meta: Mapping[str, object]) -> Iterator[Complaint]:
    known = (*Front.model_fields, *_FOR_POLICIES)
    for key in (key for key in meta if key not in known):
        near = difflib.get_close_matches(key.lower().replace("-", "_"), known, n=1, cutoff=0.8)
        if near and near[0] not in meta:
            hint = f"did you mean `{near[0]}`?"
            yield Complaint(key, "unknown-key", "warning", f"nothing reads the key `{key}`", hint)
