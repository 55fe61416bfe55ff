"""The errors of the engine, one tree.

    PolicyError                what a program can catch
     ├── NoPolicy              there is nothing to decide by
     │    ├── UnknownComplaint     no policy page has this complaint type
     │    ├── NoneInForce          no revision is in force on that day
     │    └── PageRefused          the page in force has problems; `problems` lists them
     └── CaseError             what was asked cannot be understood; nothing is decided
          ├── UnknownRole          not on the ladder of authority
          ├── UnknownFact          no such fact in the vocabulary
          └── BadFact              not a value of the fact's type, or outside its `Values`

A refusal is never an error: it is a verdict. An error permits nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from policies.problem import shown

if TYPE_CHECKING:
    from policies.problem import Problem


class PolicyError(Exception):
    """The base of all; `code` is stable, `hint` says what to do about it or is empty."""

    code: ClassVar[str] = "policy-error"

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = shown(message)
        self.hint = shown(hint)
        super().__init__(f"{self.code}: {self.message}" + (f"; {self.hint}" if hint else ""))


class NoPolicy(PolicyError):  # noqa: N818 - named for what it says
    """There is nothing to decide by."""

    code = "no-policy"


class UnknownComplaint(NoPolicy):
    """No policy page is about this complaint type."""

    code = "unknown-complaint"


class NoneInForce(NoPolicy):
    """Pages exist, but none is in force on the day asked about."""

    code = "none-in-force"


class PageRefused(NoPolicy):
    """The page in force, or the vocabulary it is written in, has problems that keep it from being
    executed."""

    code = "page-refused"

    def __init__(self, message: str, problems: tuple[Problem, ...], hint: str = "") -> None:
        self.problems = problems
        super().__init__(message, hint)


class CaseError(PolicyError):
    """The case cannot be understood."""

    code = "bad-case"


class UnknownRole(CaseError):  # noqa: N818 - named for what it says
    """The role does not stand on the ladder of authority."""

    code = "unknown-role"


class UnknownFact(CaseError):  # noqa: N818 - named for what it says
    """The case names a fact the vocabulary does not have."""

    code = "unknown-fact"


class BadFact(CaseError):  # noqa: N818 - named for what it says
    """A value that is not one of its fact's: malformed, too precise, or outside its `Values`."""

    code = "bad-fact"
