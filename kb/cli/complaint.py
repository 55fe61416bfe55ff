"""`carebook complaint`: which complaint type a customer's words are, by the library or a folder."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kb.access import OPERATOR
from kb.cli import library, output
from kb.cli.folders import today
from kb.search.complaints import ComplaintModel, Guess
from kb.sources import read_folder
from kb.sources.complaint_words import NoPolicy, examples_in, synonyms_in, words_in
from policies.label import key_of

Ask = Callable[[str], Guess]

_NONE = "none"


def complaint(
    words: Annotated[list[str] | None, typer.Argument(help="What the customer said.")] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Learn from this folder of pages alone.", exists=True, file_okay=False),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(help="Try WORDS<TAB>COMPLAINT a line.", exists=True, dir_okay=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Say which complaint type these words are, with confidence; unsure, offer three.

    With --cases, words whose complaint is known are tried and it is reported how many were told rightly;
    `none` stands for words that are no complaint of any type.
    """
    if bool(words) == bool(cases):
        output.refuse("no-words", "give either words or --cases", as_json=as_json, status=output.USAGE)
    if folder:
        _answer(_model(folder, as_json=as_json).guess, words, cases, as_json=as_json)
        return
    with library.opened(as_json=as_json) as app:
        _answer(lambda said: app.recogniser.guess(OPERATOR, said), words, cases, as_json=as_json)


def _answer(ask: Ask, words: list[str] | None, cases: Path | None, *, as_json: bool) -> None:
    if cases is not None:
        _try(ask, cases, as_json=as_json)
        return
    said = " ".join(words or [])
    guess = ask(said)
    if as_json:
        ranked = [{"complaint": key, "confidence": sure} for key, sure in guess.ranked]
        output.say_json({"certain": guess.certain, "ranked": ranked})
        return
    if not guess.ranked:
        output.say(
            "nothing in these words has been heard before, or there are no complaint types to choose from"
        )
        return
    output.say("it is" if guess.certain else "not certain; one of these?")
    for key, sure in guess.ranked[: 1 if guess.certain else 3]:
        output.say(f"  {key}  {sure:.2f}")


def _model(folder: Path, *, as_json: bool) -> ComplaintModel:
    pages = read_folder(folder)
    synonyms, problems = synonyms_in(pages)
    output.warn_problems(output.under(folder, problem) for problem in problems)
    try:
        examples = examples_in(pages, today())
    except NoPolicy as error:
        output.refuse(error.code, error.message, as_json=as_json, status=output.PROBLEMS)
    return ComplaintModel(examples, synonyms, words_in(pages).__contains__)


@dataclass(frozen=True, slots=True)
class _Tried:
    """One case and what was guessed."""

    complaint: str
    guess: Guess

    @property
    def place(self) -> int:
        """The rank of the right type, from 1; 0 where it is not among the guesses."""
        keys = [key for key, _ in self.guess.ranked]
        return keys.index(self.complaint) + 1 if self.complaint in keys else 0


def _try(ask: Ask, file: Path, *, as_json: bool) -> None:
    tried, bad = [], 0
    for line, said, key in _cases(file):
        if not key:
            bad += 1
            output.warn(f"{file}:{line}: bad-case: a case is words, a tab and a complaint type")
            continue
        tried.append(_Tried(key, ask(said)))
    known = [each for each in tried if each.complaint != _NONE]
    strangers = [each for each in tried if each.complaint == _NONE]
    certain = [each for each in tried if each.guess.certain]
    figures: dict[str, object] = {
        "cases": len(known),
        "top1": _share(each.place == 1 for each in known),
        "top3": _share(1 <= each.place <= 3 for each in known),
        "certain": _share(each.guess.certain for each in known),
        "certain_right": _share(each.place == 1 for each in certain),
        "none": len(strangers),
        "none_certain": _share(each.guess.certain for each in strangers),
    }
    if as_json:
        output.say_json(figures)
    else:
        for name, value in figures.items():
            output.say(f"{name:<14} {'-' if value is None else value}")
    raise typer.Exit(output.PROBLEMS if bad else output.FINE)


def _share(those: Iterator[bool]) -> float | None:
    """Return how many of them are true, as a share; None of none."""
    found = list(those)
    return round(sum(found) / len(found), 4) if found else None


def _cases(file: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, words and complaint key of each case; a head names the columns."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        said, meant = 0, 1
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            names = [cell.strip().casefold() for cell in row]
            if number == 1 and "words" in names and "complaint" in names:
                said, meant = names.index("words"), names.index("complaint")
                continue
            if not any(names):
                continue
            whole = len(row) > max(said, meant)
            yield number, row[said] if whole else "", key_of(row[meant]) if whole else ""
