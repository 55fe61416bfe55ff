"""How the command speaks: UTF-8 lines on stdout, problems on stderr, one meaning for each exit code."""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import typer

from policies import Problem

FINE, PROBLEMS, USAGE = 0, 1, 2


def say(text: str) -> None:
    """Write one line to stdout."""
    sys.stdout.write(text + "\n")


def say_json(thing: object) -> None:
    """Write `thing` as one line of JSON; the same thing gives the same bytes on every machine."""
    say(json.dumps(thing, ensure_ascii=False, allow_nan=False))


def warn(text: str) -> None:
    """Write one line to stderr, where it does not disturb a program that reads stdout."""
    sys.stderr.write(text + "\n")


def say_problems(problems: Iterable[Problem]) -> None:
    """Write each problem to stdout, a line each."""
    for problem in problems:
        say(_line(problem))


def warn_problems(problems: Iterable[Problem]) -> None:
    """Write each problem to stderr, a line each."""
    for problem in problems:
        warn(_line(problem))


def _line(problem: Problem) -> str:
    return f"{problem} (warning)" if problem.severity == "warning" else str(problem)


def under(folder: Path, problem: Problem) -> Problem:
    """Return a problem of a page in `folder` with its path as the caller would type it."""
    return replace(problem, path=(folder / problem.path).as_posix())


def status_of(problems: Iterable[Problem]) -> int:
    """Return the exit code that `problems` call for: warnings alone are fine."""
    return PROBLEMS if any(problem.severity == "error" for problem in problems) else FINE


def error_object(code: str, message: str) -> dict[str, object]:
    """Return the contract's form of an error."""
    return {"error": {"code": code, "message": message}}


def refuse(code: str, message: str, *, as_json: bool, status: int) -> NoReturn:
    """End the command with one error: as the contract's error object on stdout, or as a line on stderr."""
    if as_json:
        say_json(error_object(code, message))
    else:
        warn(f"carebook: {code}: {message}")
    raise typer.Exit(status)
