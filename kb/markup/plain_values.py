"""TOML and JSON front matter, brought to the plain values that YAML front matter is read into."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

MAX_DEPTH = 20

_MOST_DIGITS = 18
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)|line (\d+) column")
_TOML_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*(?:=|\.)""")
_TOML_TABLE = re.compile(r"""\s*\[{1,2}\s*["']?([\w-]+)""")
_JSON_KEY = re.compile(r'\s*"([^"\\]+)"\s*:')


class NotPlain(Exception):  # noqa: N818 -- it is a refusal, told on as an error by its caller
    """This block is broken, or holds more than front matter needs; `line` is 1-based in the block."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the place and the message apart."""
        super().__init__(message)
        self.line = line
        self.message = message


def read_toml(block: str) -> tuple[Mapping[str, object], Mapping[str, int]]:
    """Read a TOML block; return its values and the line (1-based, in the block) of each top-level key.

    Raises:
        NotPlain: it is not valid TOML, or nested too deeply.
    """
    found = _plainly(lambda: tomllib.loads(block, parse_float=str), "TOML", block.count("\n") + 1)
    lines: dict[str, int] = {}
    in_table = False
    for number, line in enumerate(block.split("\n"), start=1):
        if table := _TOML_TABLE.match(line):
            in_table = True
            lines.setdefault(table[1], number)
        elif not in_table and (key := _TOML_KEY.match(line)):
            lines.setdefault(key[1], number)
    return found, {key: lines.get(key, 1) for key in found}


def read_json(block: str) -> tuple[Mapping[str, object], Mapping[str, int]]:
    """Read a JSON object, as `read_toml` does TOML.

    Raises:
        NotPlain: it is not a valid object, has a key twice, or is nested too deeply.
    """
    found = _plainly(
        lambda: json.loads(block, parse_float=str, parse_constant=str, object_pairs_hook=_once),
        "JSON",
        1,
    )
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n"), start=1):
        if key := _JSON_KEY.match(line):
            lines.setdefault(key[1], number)
    return found, {key: lines.get(key, 1) for key in found}


def _plainly(read: Callable[[], object], form: str, last: int) -> Mapping[str, object]:
    try:
        found = read()
    except RecursionError:
        raise NotPlain(1, f"nested more than {MAX_DEPTH} deep") from None
    except ValueError as error:  # also what tomllib and json raise
        line = _AT_LINE.search(str(error))
        number = int(next(filter(None, line.groups()), last)) if line else 1
        raise NotPlain(number, f"not valid {form}: {str(error)[:200]}") from None
    if not isinstance(found, dict):
        raise NotPlain(1, "front matter must be keys and values")
    return {str(key): value for key, value in _plain(found, 0).items() if value is not None}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key `{key[:60]}` stands there twice")
        found[key] = value
    return found


def _plain(value: object, depth: int) -> dict[str, object]:
    if depth >= MAX_DEPTH:
        raise NotPlain(1, f"nested more than {MAX_DEPTH} deep")
    assert isinstance(value, dict)  # noqa: S101 -- asked before each call
    return {str(key): _value(each, depth + 1) for key, each in value.items()}


def _value(value: object, depth: int) -> object:
    if isinstance(value, dict):
        return _plain(value, depth)
    if isinstance(value, list):
        if depth >= MAX_DEPTH:
            raise NotPlain(1, f"nested more than {MAX_DEPTH} deep")
        return [_value(each, depth + 1) for each in value]
    if isinstance(value, datetime | time):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**_MOST_DIGITS:
        return "a number of many digits"
    return value if value is None or isinstance(value, str | int | date) else str(value)
