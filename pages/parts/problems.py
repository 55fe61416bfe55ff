"""What is wrong with a text: error or remark, by line, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies import Problem

_MOST = 60


def listed(found: Iterable[Problem], clear: str = "Nothing is wrong with it.") -> Html:
    """All problems, each once, errors first; or that there are none."""
    rows = sorted(dict.fromkeys(found), key=lambda each: (each.severity != "error", each.line))
    if not rows:
        return tag("p", icon("check_circle"), tag("span", clear), class_="cb-clear")
    errors = sum(each.severity == "error" for each in rows)
    remarks = len(rows) - errors
    said = " and ".join(
        words
        for words in (
            counted(errors, "error") if errors else "",
            counted(remarks, "remark") if remarks else "",
        )
        if words
    )
    items = join(_item(each) for each in rows[:_MOST])
    return join([tag("p", said, class_="cb-problem-count"), tag("ul", items, class_="cb-problem-list")])


def _item(problem: Problem) -> Html:
    error = problem.severity == "error"
    word = tag(
        "span",
        icon("error" if error else "info"),
        "Error" if error else "Remark",
        class_="cb-severity cb-severity-error" if error else "cb-severity",
    )
    line = tag("span", f"line {problem.line}", class_="cb-at-line") if problem.line else ""
    hint = tag("span", f" {problem.hint[:1].upper()}{problem.hint[1:]}.") if problem.hint else ""
    message = problem.message[:1].upper() + problem.message[1:]
    return tag("li", word, line, tag("p", message, ".", hint))
