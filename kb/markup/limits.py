"""The sizes up to which a page is parsed and rendered in well under a second, and the refusal beyond them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.markup.parser import MAX_NESTING, parse

MAX_ARTICLE_BYTES = 128 * 1024
MAX_POLICY_BYTES = 4 * 1024 * 1024
MAX_SHOWN_BYTES = 256 * 1024
"""What is turned into HTML while a reader waits: more would take some of them longer than three seconds."""
MAX_HEADINGS = 500
MAX_COLUMNS = 200
MAX_BRACKETS = 25

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_DEEP = re.compile(r"^[ \t>*+\-0-9.)]{60}", re.MULTILINE)  # no shallower line can be nested so deep
_DELIMITER = frozenset("|:- \t>")
_PIPE = re.compile(r"(?<!\\)\|")
_ROW_OF_DASHES = re.compile(r" {0,3}[|: \t-]+")
_QUOTATIONS = re.compile(r"[ \t]*(?:>[ \t]*){21}")


class MarkupError(Exception):
    """A page cannot be turned into HTML within the limits; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Excess:
    """One limit that a page exceeds: `line` is 0-based in the body."""

    line: int
    code: str
    message: str
    hint: str


def check_limits(body: str, max_bytes: int = MAX_ARTICLE_BYTES) -> tuple[Excess, ...]:
    """Return the limits that a Markdown body exceeds, without parsing it.

    It reads lines only, so that it can stand guard before every parse, whatever the page holds.
    """
    size = len(body.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        message = f"the page has {size // 1024} KiB, more than the {max_bytes // 1024} KiB a page may have"
        return (Excess(0, "too-long", message, "split it into several pages"),)
    return tuple(_excesses(body))


def too_large_to_show(body: str) -> Excess | None:
    """Return the limit beyond which a page is stored and executed, but readers see a notice in its place."""
    size = len(body.encode("utf-8", "surrogatepass"))
    if size <= MAX_SHOWN_BYTES:
        return None
    message = (
        f"the page has {size // 1024} KiB, more than the {MAX_SHOWN_BYTES // 1024} KiB that can be shown"
    )
    return Excess(0, "too-large-to-show", message, "split it into several pages")


def nested_too_deep(body: str) -> tuple[Excess, ...]:
    """Return where quotations and lists are nested so deep that Markdown would drop the rest in silence."""
    if not _DEEP.search(body):
        return ()
    for token in parse(body):
        if token.nesting == 1 and token.level >= MAX_NESTING - 2:
            line = token.map[0] if token.map else 0
            return (
                Excess(
                    line, "too-deep", "lists or quotations are nested too deep to be shown", "flatten them"
                ),
            )
    return ()


def _excesses(body: str) -> Iterator[Excess]:
    headings = depth = 0
    before = ""
    in_table = False
    for number, line in enumerate(body.split("\n")):
        if _ATX.match(line) or (before.strip() and _SETEXT.match(line)):
            headings += 1
            if headings == MAX_HEADINGS + 1:
                message = f"more than {MAX_HEADINGS} headings"
                yield Excess(number, "too-many-headings", message, "split the page")
        if "|" in line and _columns(line) > MAX_COLUMNS:
            message = f"a table of more than {MAX_COLUMNS} columns"
            yield Excess(number, "too-many-columns", message, "split the table")
        if ">" in line and _QUOTATIONS.match(line):
            yield Excess(number, "too-deep", "more than 20 quotations in one another", "flatten them")
        in_table = "|" in line and (in_table or _begins_table(before, line))
        deepest, depth = _brackets(line, 0 if in_table else depth)
        if deepest > MAX_BRACKETS:
            message = f"more than {MAX_BRACKETS} opening brackets without their closing ones"
            yield Excess(number, "too-many-brackets", message, "close them, or write `\\\\[`")
            depth = 0
        before = line


def _columns(line: str) -> int:
    if not _DELIMITER.issuperset(line.rstrip("\r")):
        return 0
    return sum(1 for cell in line.split("|") if "-" in cell)


def _begins_table(head: str, line: str) -> bool:
    """Return whether a line is the row of dashes below a table's header: each row after it is by itself."""
    if "|" not in line or "-" not in line or not _ROW_OF_DASHES.fullmatch(line):
        return False
    return len(_PIPE.split(head.strip().strip("|"))) == len(line.strip().strip("|").split("|"))


def _brackets(line: str, depth: int) -> tuple[int, int]:
    """Return how deep the brackets get in this line of a paragraph, and how many stay open after it.

    Each open bracket may begin a link, and Markdown tries them all: a hundred KiB of them cost ten seconds.
    """
    if not line or line.isspace():
        return 0, 0
    opened, closed = line.count("["), line.count("]")
    if depth + opened <= MAX_BRACKETS:
        return 0, max(0, depth + opened - closed)
    deepest = depth
    for char in line:
        depth = depth + 1 if char == "[" else max(0, depth - 1) if char == "]" else depth
        deepest = max(deepest, depth)
    return deepest, depth


def first_title(body: str) -> str:
    """Return the source of the first level-one heading, or "", without parsing the page."""
    fence = ""
    before = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            if _ATX.match(line) and line.lstrip()[:2].strip() == "#":
                return line.lstrip()[1:].strip().rstrip("#").strip() if line.strip("# \t") else ""
            if before.strip() and line.strip() and not line.strip().strip("=") and _SETEXT.match(line):
                return before.strip()
        before = "" if fence else line
    return ""
