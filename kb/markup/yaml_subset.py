"""The part of YAML that front matter needs: mappings, lists and plain values, built from parser events.

Building from events rather than from a document means that nothing is expanded, nothing is constructed by
name, and a document that is too deep is refused before it has been read to its end.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

MAX_DEPTH = 20

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlRefused(Exception):  # noqa: N818 -- it is a refusal, told on as an error by its caller
    """This YAML is broken or uses more of the language than is allowed; `line` is 1-based."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        """Keep the place, the message and the hint apart."""
        super().__init__(message)
        self.line = line
        self.message = message
        self.hint = hint


def read_mapping(text: str, first_line: int) -> tuple[Mapping[str, object], Mapping[str, int]]:
    """Read one YAML mapping; return its values and the line of each of its keys.

    `first_line` is the line of the file on which `text` begins.

    Raises:
        YamlRefused: with the line, for anything that is not plain, acyclic and free of repetition.
    """
    reader = _Reader(text, first_line)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlRefused(line, f"not valid YAML: {error.problem or error.context}", _hint(error)) from None
    except yaml.YAMLError as error:
        raise YamlRefused(first_line, f"not valid YAML: {error}".splitlines()[0]) from None


def _hint(error: yaml.MarkedYAMLError) -> str:
    if "mapping values are not allowed" in str(error.problem):
        return "put a value that holds a colon in quotes"
    if "found character '\\t'" in str(error.problem):
        return "indent with spaces"
    return ""


class _Reader:
    """A walk over the parser's events, at most `MAX_DEPTH` deep."""

    def __init__(self, text: str, first_line: int) -> None:
        self._first_line = first_line
        self._parse: Callable[..., Iterator[Event]] = yaml.parse
        self._events = self._parse(text, Loader=yaml.SafeLoader)

    def document(self) -> tuple[Mapping[str, object], Mapping[str, int]]:
        next(self._events)  # the stream begins
        event = next(self._events)
        if not isinstance(event, DocumentStartEvent):
            return {}, {}
        event = next(self._events)
        if isinstance(event, ScalarEvent) and event.implicit[0] and event.value in _NULLS:
            return {}, {}
        if not isinstance(event, MappingStartEvent):
            raise self._refuse(event, "front matter must be `key: value` lines")
        lines: dict[str, int] = {}
        meta = self._mapping(event, 1, lines)
        next(self._events)  # the document ends
        if not isinstance(event := next(self._events), yaml.events.StreamEndEvent):
            raise self._refuse(event, "front matter must be one document")
        return {key: value for key, value in meta.items() if value is not None}, lines

    def _mapping(self, start: Event, depth: int, lines: dict[str, int] | None = None) -> dict[str, object]:
        self._check(start, depth)
        found: dict[str, object] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self._refuse(event, "a key must be a word, not a list or a mapping")
            self._check(event, depth)
            key = event.value
            if key == "<<" and event.implicit[0]:
                raise self._refuse(event, "merge keys (`<<`) are not read", "write the values out")
            if key in found:
                raise self._refuse(event, f"the key `{key}` stands here twice", "keep one of them")
            if lines is not None:
                lines[key] = self._line(event)
            found[key] = self._value(next(self._events), depth + 1)
        return found

    def _sequence(self, start: Event, depth: int) -> list[object]:
        self._check(start, depth)
        found: list[object] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            found.append(self._value(event, depth + 1))
        return found

    def _value(self, event: Event, depth: int) -> object:
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, depth)
        self._check(event, depth)
        assert isinstance(event, ScalarEvent)  # noqa: S101 -- no other event can stand here
        return _plain(event.value) if event.implicit[0] else event.value

    def _check(self, event: Any, depth: int) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(
                event, "anchors and aliases (`&`, `*`) are not read", "write the value out, or quote it"
            )
        if event.tag is not None:
            raise self._refuse(
                event, f"the tag `{event.tag}` is not read", "quote a value that begins with `!`"
            )
        if depth > MAX_DEPTH:
            raise self._refuse(event, f"nested more than {MAX_DEPTH} deep")

    def _line(self, event: Event) -> int:
        mark = event.start_mark
        return self._first_line + (mark.line if mark else 0)

    def _refuse(self, event: Event, message: str, hint: str = "") -> YamlRefused:
        return YamlRefused(self._line(event), message, hint)


def _plain(value: str) -> object:
    """Read an unquoted value: null, true or false, a whole number, an ISO date, else text as written."""
    if value in _NULLS:
        return None
    if value in _BOOLS:
        return _BOOLS[value]
    if _INT.fullmatch(value):
        return int(value)
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
