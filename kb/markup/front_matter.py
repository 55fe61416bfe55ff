"""Front matter in YAML, TOML or JSON, read so that a hostile page costs a message and nothing else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.markup.plain_values import NotPlain, read_json, read_toml
from kb.markup.yaml_subset import YamlRefused, read_mapping

MAX_BYTES = 4096
MAX_BRACKETS = 100

_NEWLINE = re.compile(r"\r\n?")
_BRACKETS = re.compile(rf"(?:[\[{{]\s*){{{MAX_BRACKETS}}}")
_KEY = re.compile(r"[\w-]+\s*:(\s|$)")
_TOML_KEY = re.compile(r"\s*[\w\"-]+\s*=")
_JSON_KEY = re.compile(r'\s*"[^"\n]+"\s*:')
_Read = Callable[[str], tuple[Mapping[str, object], Mapping[str, int]]]


class FrontMatterError(Exception):
    """The front matter cannot be read: `line` (1-based, in the file), `message` and perhaps a `hint`."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        """Keep the place, the message and the hint apart, for whoever reports them."""
        super().__init__(f"{line}: {message}" + (f"; {hint}" if hint else ""))
        self.line = line
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page says of itself, and the Markdown that follows.

    `lines` gives the line of each top-level key; `body` has `\\n` line ends only and begins on line
    `body_line` of the file. All lines are 1-based.
    """

    meta: Mapping[str, object]
    lines: Mapping[str, int]
    body: str
    body_line: int


def split_front_matter(text: str) -> FrontMatter:
    """Separate the front matter of `text` from its Markdown body: YAML between `---`, TOML between `+++`, or
    one JSON object whose braces stand on lines of their own.

    A page without front matter has empty `meta` and is all body. Values are str, int, bool, date, list or
    dict; a key with no value is left out, and numbers with a point stay text, as written.

    Raises:
        FrontMatterError: it is longer than 4 KiB, nested too deeply, not closed, not a mapping, has a key
            twice, or uses a part of its language that front matter has no need of (aliases, tags).
    """
    text = _NEWLINE.sub("\n", text.removeprefix("\ufeff"))
    opening, _, rest = text.partition("\n")
    if opening.rstrip() == "+++":
        return _other(text, rest, "+++", _TOML_KEY, read_toml)
    if opening.rstrip() == "{" and _JSON_KEY.match(rest):
        return _other(text, rest, "}", _JSON_KEY, lambda block: read_json(f"{{{block}}}"))
    if opening.rstrip() != "---":
        return FrontMatter({}, {}, text, 1)
    lines = rest.split("\n")
    end = next((i for i, line in enumerate(lines) if line.rstrip() in ("---", "...")), None)
    if end is None:
        if _KEY.match(rest):
            raise FrontMatterError(1, "the front matter is not closed", "end it with a line `---`")
        return FrontMatter({}, {}, text, 1)
    meta, key_lines = _read("\n".join(lines[:end]))
    return FrontMatter(meta, key_lines, "\n".join(lines[end + 1 :]), end + 3)


def _other(text: str, rest: str, closing: str, key: re.Pattern[str], read: _Read) -> FrontMatter:
    """Read TOML or JSON; what opens like it and has neither a key nor an end is Markdown."""
    lines = rest.split("\n")
    end = next((i for i, line in enumerate(lines) if line.rstrip() == closing), None)
    if end is None:
        if key.match(rest):
            raise FrontMatterError(1, "the front matter is not closed", f"end it with a line `{closing}`")
        return FrontMatter({}, {}, text, 1)
    block = "\n".join(lines[:end])
    _check_size(block)
    try:
        meta, key_lines = read(block)
    except NotPlain as refused:
        raise FrontMatterError(refused.line + 1, refused.message) from None
    body = "\n".join(lines[end + 1 :])
    return FrontMatter(meta, {name: line + 1 for name, line in key_lines.items()}, body, end + 3)


def _read(block: str) -> tuple[Mapping[str, object], Mapping[str, int]]:
    _check_size(block)
    try:
        return read_mapping(block, first_line=2)
    except YamlRefused as refused:
        raise FrontMatterError(refused.line, refused.message, refused.hint) from None


def _check_size(block: str) -> None:
    if len(block.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise FrontMatterError(
            1, f"the front matter is longer than {MAX_BYTES} bytes", "move prose into the page"
        )
    if found := _BRACKETS.search(block):
        line = block.count("\n", 0, found.start()) + 2
        raise FrontMatterError(line, f"{MAX_BRACKETS} brackets in a row are more than front matter needs")
