"""One key of a page's front matter written anew, or its title, and not one other byte of the page changed."""

import json
import re
from collections.abc import Iterator

from kb.markup import FrontMatterError, outline, plain_text, split_front_matter

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PLAIN = re.compile(r"[^\W_][\w \-–.,()/']*")
_ATX = re.compile(r"( {0,3}#[ \t]+)(.*?)((?:[ \t]+#+)?[ \t]*)")
_MARKS = re.compile(r"([\\`*_\[\]<>~])")


class CannotEdit(ValueError):  # noqa: N818 -- it is told on as a refusal by its caller
    """The front matter is written in a way that this program will not change; the message says which."""


def set_key(text: str, key: str, value: str) -> str:
    """Return the page `text` with `key` of its front matter saying `value`, added where it was not there.

    Raises:
        CannotEdit: the front matter cannot be read, or is not a plain list of `key: value` lines.
    """
    try:
        before = split_front_matter(text)
    except FrontMatterError as error:
        raise CannotEdit(str(error)) from None
    if before.meta.get(key) == value:
        return text
    for written in _ways(value):
        after = _with_line(text, key, f"{key}: {written}")
        try:
            found = split_front_matter(after)
        except FrontMatterError:
            continue
        if found.body == before.body and dict(found.meta) == {**before.meta, key: value}:
            return after
    raise CannotEdit(f"`{key}` cannot be changed in this front matter; write it as `{key}: …` on one line")


def set_title(text: str, before: str, after: str) -> str:
    """Return the page `text` with its title changed in the front matter and in a first heading like it.

    Raises:
        CannotEdit: as for `set_key`.
    """
    try:
        body = split_front_matter(text).body
    except FrontMatterError as error:
        raise CannotEdit(str(error)) from None
    first = next(iter(outline(body)), None)
    if first is not None and first.level == 1 and first.text.casefold() == before.casefold():
        lines = _lines(text)
        at = len(lines) - len(_lines(body)) + first.line
        found = _ATX.fullmatch(lines[at].rstrip("\r\n"))
        words = _MARKS.sub(r"\\\1", after)
        if found and plain_text(words) == after:
            end = lines[at][len(lines[at].rstrip("\r\n")) :]
            lines[at] = f"{found[1]}{words}{found[3]}{end}"
            text = "".join(lines)
    return set_key(text, "title", after)


def _ways(value: str) -> Iterator[str]:
    if _PLAIN.fullmatch(value):
        yield value
    yield json.dumps(value, ensure_ascii=False)


def _with_line(text: str, key: str, line: str) -> str:
    lines = _lines(text)
    if lines[0].removeprefix("\ufeff").rstrip() != "---" or not split_front_matter(text).body_line > 1:
        end = "\r\n" if "\r\n" in text else "\n"
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{end}{line}{end}---{end}{text.removeprefix(mark)}"
    end = lines[0][len(lines[0].rstrip("\r\n")) :]
    found = split_front_matter(text)
    if key not in found.lines:
        close = found.body_line - 2
        return "".join([*lines[:close], line, end, *lines[close:]])
    start = found.lines[key] - 1
    stop = start + 1
    while lines[stop][:1] in (" ", "\t"):  # what follows indented belongs to the same value
        stop += 1
    return "".join([*lines[:start], line, end, *lines[stop:]])


def _lines(text: str) -> list[str]:
    return [line for line in _LINES.findall(text) if line] or [""]
