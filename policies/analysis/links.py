"""Links that lead nowhere: clauses that rules rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.analysis.finding import References
    from policies.policy import Policy


def find_missing_clauses(policy: Policy, references: References) -> Iterator[Finding]:
    """Yield an error for every clause a rule links to that is not there; one cited without a link is not
    looked for."""
    for rule in policy.rules:
        for clause in rule.because:
            if clause.href:
                what = f"the clause that `{rule.id}` rests on"
                yield from find_missing(policy.path, rule.line, clause.href, what, references)


def find_missing(path: str, line: int, href: str, what: str, references: References) -> Iterator[Finding]:
    """Yield an error if a link on a page leads nowhere; `what` says whose link it is."""
    where = references(path, href)
    page, _, anchor = href.partition("#")
    if where == "no-page":
        message = f"{what} is on a page that does not exist: `{page}`"
        yield Finding("missing-page", "error", path, line, message, "correct the link, or write the page")
    elif where == "no-anchor":
        message = f"{what} does not exist: there is no heading `#{anchor}` on `{page or path}`"
        yield Finding("missing-clause", "error", path, line, message, "correct the link, or write the clause")
