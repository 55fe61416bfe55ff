"""A page cut at its headings into plain text: the pieces that search finds and opens at."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from kb.markup.live import FROM_ELSEWHERE, name_of
from kb.markup.outline import headings
from kb.markup.parser import parse, plain

_UNREAD = "scenario"
"""A block that is asked, not read: its lines are no words of the page."""
_WORD = re.compile(r"\w+(?:['\u2019\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the text under it, up to the next heading of any level.

    `anchor` is "" for what stands at the top of the page: the text before any heading, or under a first
    `# Title` (the reader's screen shows the title itself). `path` holds the headings above this one.
    """

    heading: str
    level: int
    anchor: str
    text: str
    path: tuple[str, ...] = ()


def sections(body: str) -> tuple[Section, ...]:
    """Cut a Markdown body into sections of plain text, no markup left, cells and items apart.

    A heading with nothing under it is a section too: its words can be searched for.
    """
    tokens = parse(body)
    heads = list(headings(tokens))
    starts = [i for i, _ in heads]
    found: list[Section] = []
    above: list[tuple[int, str]] = []
    lead = _text(tokens[: starts[0]] if starts else tokens)
    if lead or not starts:
        found.append(Section("", 0, "", lead))
    for n, (start, head) in enumerate(heads):
        end = starts[n + 1] if n + 1 < len(heads) else len(tokens)
        above = [(level, text) for level, text in above if level < head.level]
        is_title = n == 0 and head.level == 1
        path = tuple(text for _, text in above)
        text = _text(tokens[start + 3 : end])
        found.append(Section(head.text, head.level, "" if is_title else head.anchor, text, path))
        above.append((head.level, head.text))
    return tuple(found)


def words(parts: Iterable[Section]) -> int:
    """Count the words a reader meets in these sections, headings and tables included."""
    return sum(len(_WORD.findall(f"{part.heading} {part.text}")) for part in parts)


def _text(tokens: Sequence[Token]) -> str:
    lines: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        kind = token.type
        if kind == "tr_open":
            cells = []
        elif kind == "tr_close" and cells is not None:
            lines.append(" ".join(cell for cell in cells if cell))
            cells = None
        elif kind == "inline":
            (lines if cells is None else cells).append(plain(token))
        elif kind in ("fence", "code_block") and name_of(token) not in FROM_ELSEWHERE:
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line for line in lines if line)
