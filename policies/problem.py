"""What is wrong with a page: a code, a place, a message and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. An error refuses the page for publishing; only one that `blocks` keeps it from being executed.

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
        self._found[Problem(code, "error", self.path, line, message, hint, blocks)] = None

    def warn(self, code: str, line: int, message: str, hint: str = "") -> None:
        """Note what deserves a second look."""
        self._found[Problem(code, "warning", self.path, line, message, hint, blocks=False)] = None

    def refuse(self, refusal: Refusal, line: int, *, blocks: bool = True) -> None:
        """Note a refusal at the line it happened on."""
        self.error(refusal.code, line, refusal.message, refusal.hint, blocks=blocks)
