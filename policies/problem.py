"""What is wrong with a page: a code, a place, a message and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Severity = Literal["error", "warning"]


LONGEST = 300
"""Characters of a message or a hint."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. An error refuses the page for publishing; only one that `blocks` keeps it from being
    executed.

    >>> str(Problem("unknown-fact", "error", "damaged.md", 14, "no fact `Days late`", "did you mean `Days`?"))
    'damaged.md:14: unknown-fact: no fact `Days late`; did you mean `Days`?'
    """

    code: str
    severity: Severity
    path: str
    line: int
    message: str
    hint: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        """Say it in one line: place, code, message, hint."""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}: {self.code}: {self.message}{hint}"

    def as_json(self) -> dict[str, object]:
        """Return the problem as plain data."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "line": self.line,
            "message": self.message,
            "hint": self.hint,
        }


def shown(text: str) -> str:
    """Return text that may quote a page, fit to be printed: not endless, and encodable."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return text.encode("utf-8", "replace").decode()


class Refusal(Exception):  # noqa: N818 - it never leaves the package: a reader catches it and notes a problem
    """A piece of text was not understood; whoever knows its place turns this into a `Problem`."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code = code
        self.message = message
        self.hint = hint
        super().__init__(message)


class Findings:
    """The problems of one page as they are found; the same finding twice counts once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[Problem, None] = {}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    @property
    def blocked(self) -> bool:
        """Whether anything found keeps the page from being executed."""
        return any(problem.blocks for problem in self._found)

    def error(self, code: str, line: int, message: str, hint: str = "", *, blocks: bool = True) -> None:
        """Note what must be mended before the page can be published."""
        self._note(Problem(code, "error", self.path, line, shown(message), shown(hint), blocks))

    def warn(self, code: str, line: int, message: str, hint: str = "") -> None:
        """Note what deserves a second look."""
        self._note(Problem(code, "warning", self.path, line, shown(message), shown(hint), blocks=False))

    def _note(self, problem: Problem) -> None:
        self._found[problem] = None

    def refuse(self, refusal: Refusal, line: int, *, blocks: bool = True) -> None:
        """Note a refusal at the line it happened on."""
        self.error(refusal.code, line, refusal.message, refusal.hint, blocks=blocks)
