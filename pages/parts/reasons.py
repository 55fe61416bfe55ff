"""Why a verdict is as it is: the rules that decided, and the clauses on which they rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts.markup import Html, join, tag
from pages.parts.phrases import listed, lowered

if TYPE_CHECKING:
    from collections.abc import Callable

    from policies import Verdict
    from policies.rule import Clause, Rule


def why(verdict: Verdict, resolve: Callable[[str], str | None]) -> Html:
    """The rules that decided, their clauses, and what one's own nearest rule lacks; opened on demand."""
    rules = [_rule(rule, resolve) for rule in verdict.rules]
    nearest = verdict.nearest
    near = (
        tag("p", f"On your own: {nearest.rule.id}, {nearest.words}.", class_="cb-near-rule")
        if nearest and verdict.word == "needs"
        else ""
    )
    if not rules and not near:
        return Html("")
    return tag("details", tag("summary", "Why"), tag("ul", join(rules)), near, class_="cb-why")


def _rule(rule: Rule, resolve: Callable[[str], str | None]) -> Html:
    held = [f"{lowered(condition.fact.label)} {condition.text}" for condition in rule.conditions]
    when = f"when {listed(held)}" if held else "in every case"
    limit = f", up to {rule.limit_text}" if rule.limit_text else ""
    who = f" by {lowered(rule.who.label)}" if rule.effect == "may" else ""
    clauses = join([_clause(clause, resolve) for clause in rule.because], ", ")
    cited = tag("div", "Because: ", clauses) if rule.because else ""
    return tag("li", tag("b", f"Rule {rule.id}"), f" {rule.effect}{who}{limit}, {when}", cited)


def _clause(clause: Clause, resolve: Callable[[str], str | None]) -> Html:
    address = resolve(clause.href) if clause.href else None
    return (
        tag("a", clause.text or clause.href, href=address)
        if address
        else tag("span", clause.text or clause.href)
    )
