"""The difference of two sources: hunks of lines with their numbers, and the words that differ in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.library.comparing.words import Change, Opcode, alike, changes, opcodes, pieces

CONTEXT = 3
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a line; `changed` where the other side has no such words there."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one side or of both, without its line end; numbers count from 1, None on the other side."""

    change: Change
    old: int | None
    new: int | None
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that differ, with a few around them; `old` and `new` are the numbers of its first lines."""

    old: int
    new: int
    lines: tuple[Line, ...]


def source_difference(old: str, new: str) -> tuple[Hunk, ...]:
    """Return where two texts differ, from top to bottom; none where they are the same.

    Lines that differ in their ends alone (another system saved them) differ: that is shown as a change.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return tuple(_hunk(group, before, after) for group in _grouped(opcodes(before, after)))


def _grouped(codes: Sequence[Opcode]) -> Iterator[list[Opcode]]:
    """Cut what is equal down to a few lines around each change."""
    group: list[Opcode] = []
    last = len(codes) - 1
    for n, (tag, a, b, c, d) in enumerate(codes):
        if tag != "equal":
            group.append((tag, a, b, c, d))
            continue
        if n == 0:
            cut = max(0, b - a - CONTEXT)
            group.append((tag, a + cut, b, c + cut, d))
        elif n == last:
            group.append((tag, a, min(b, a + CONTEXT), c, min(d, c + CONTEXT)))
        elif b - a > 2 * CONTEXT:
            group.append((tag, a, a + CONTEXT, c, c + CONTEXT))
            yield group
            group = [(tag, b - CONTEXT, b, d - CONTEXT, d)]
        else:
            group.append((tag, a, b, c, d))
    if any(tag != "equal" for tag, *_ in group):
        yield group


def _hunk(group: Sequence[Opcode], old: Sequence[str], new: Sequence[str]) -> Hunk:
    lines: list[Line] = []
    for tag, a, b, c, d in group:
        if tag == "equal":
            both = zip(range(a, b), range(c, d), strict=True)
            lines += [Line("same", i + 1, j + 1, _whole(new[j], changed=False)) for i, j in both]
        else:
            lines += _changed(range(a, b), range(c, d), old, new)
    return Hunk(group[0][1] + 1, group[0][3] + 1, tuple(lines))


def _changed(gone: range, come: range, old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    marked = {i: (old[i], new[j]) for i, j in zip(gone, come, strict=False) if _similar(old[i], new[j])}
    pairs = {i: _marked(*texts) for i, texts in marked.items()}
    partner = dict(zip(come, gone, strict=False))
    for i in gone:
        yield Line("old", i + 1, None, pairs[i][0] if i in pairs else _whole(old[i], changed=True))
    for j in come:
        there = partner.get(j, -1)
        parts = pairs[there][1] if there in pairs else _whole(new[j], changed=True)
        yield Line("new", None, j + 1, parts)


def _similar(old: str, new: str) -> bool:
    return alike(pieces(old), pieces(new)) >= _ALIKE


def _marked(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    before: list[Part] = []
    after: list[Part] = []
    for change, run in changes(pieces(_bare(old)), pieces(_bare(new))):
        text = "".join(run)
        if change != "new":
            before.append(Part(text, change == "old"))
        if change != "old":
            after.append(Part(text, change == "new"))
    return tuple(before), tuple(after)


def _whole(line: str, *, changed: bool) -> tuple[Part, ...]:
    return (Part(_bare(line), changed),)


def _bare(line: str) -> str:
    return line.rstrip("\r\n")
