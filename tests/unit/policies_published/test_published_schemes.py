"""Schemes that others published, as pages: clean ones are met with silence, spoilt ones are found out."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.sources import policy_pages, read_folder
from policies import Book, Page, Policy, analyse, boundary_examples, coverage, difference, explain, read
from policies.reasoning.decision import decide

HERE = Path(__file__).parent
SCHEMES = {path.name: path for path in sorted(HERE.iterdir()) if (path / "vocabulary.md").exists()}
DAY = date(2026, 6, 1)
every_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def pages_of(scheme: str) -> tuple[Page, ...]:
    return policy_pages(read_folder(SCHEMES[scheme]))


def policy_of(book: Book) -> Policy:
    ((complaint, _),) = book.pages.policies.items()
    return book.policy(complaint, DAY)


def without(pages: tuple[Page, ...], rule: str) -> tuple[Page, ...]:
    """The pages without one row of the rules, and without the examples that name it."""
    row = re.compile(rf"^\| {rule} \|.*\n|^\|.*\| {rule} \|$\n?", re.MULTILINE)
    return tuple(
        page if page.is_vocabulary else replace(page, body=row.sub("", page.body), sha256="0" * 64)
        for page in pages
    )


@every_scheme
def test_a_clean_scheme_has_no_problem_and_no_finding(scheme: str) -> None:
    book = read(pages_of(scheme))
    assert [str(problem) for problem in book.problems] == []
    assert [str(finding) for finding in analyse(book)] == []


@every_scheme
def test_every_rule_is_exercised_by_an_example_that_names_it(scheme: str) -> None:
    policy = policy_of(read(pages_of(scheme)))
    assert coverage(policy).uncovered == ()


@every_scheme
def test_a_scheme_differs_in_nothing_from_itself(scheme: str) -> None:
    found = difference(read(pages_of(scheme)), read(pages_of(scheme)), DAY)
    assert found.equal
    assert found.notes == ()


@every_scheme
def test_every_row_that_is_taken_out_is_missed(scheme: str) -> None:
    pages = pages_of(scheme)
    whole = read(pages)
    for rule in policy_of(whole).rules:
        left = read(without(pages, rule.id))
        changed = difference(whole, left, DAY)
        assert changed.changes, rule.id
        for change in changed.changes:
            facts, role = change.before.facts, change.before.role
            verdicts = [
                book.decide(change.complaint, role, facts, DAY).verdict(change.remedy)
                for book in (whole, left)
            ]
            old, new = [(each.word, each.limits, each.entitled, each.needs_role) for each in verdicts]
            assert old != new, (rule.id, facts)


def with_row(pages: tuple[Page, ...], cells: str) -> tuple[Page, ...]:
    """The pages with one more row, the last of the rules."""
    heading = re.compile(r"(\n\n## Worked examples)")
    return tuple(
        page if page.is_vocabulary else replace(page, body=heading.sub(f"\n{cells}\\1", page.body, count=1))
        for page in pages
    )


@pytest.mark.parametrize(
    ("scheme", "row", "covering"),
    [
        ("railway", "| U | single | [20..70) | yes | < 20 | Delay payment | must | | 25% of Fare | | |", 3),
        ("airline", "| U | cancelled | | | | <= 10 | no | Compensation | must | | 220 | |", 3),
        ("water", "| U | supply interruption | | | > 60 | | | Standard payment | must | | 50 | |", 4),
        ("energy", "| U | home | normal | >= 30 | | no | | Power cut payment | must | | 75 | |", 2),
        (
            "shop",
            "| U | [40..2000] | shown by an expert | yes | | Price reduction | must | | 50% of Price | |",
            2,
        ),
        ("landlord", "| U | maladministration | | | | | | | Distress payment | may | director | 150 | |", 4),
    ],
)
def test_a_row_that_only_several_others_cover_is_found_dead(scheme: str, row: str, covering: int) -> None:
    book = read(with_row(pages_of(scheme), row))
    assert not [problem for problem in book.problems if problem.blocks]
    (found,) = [finding for finding in analyse(book) if finding.code == "dead-row"]
    assert found.message.startswith("`U` never decides anything")
    assert found.message.count("`") == 2 + 2 * covering


@pytest.mark.parametrize(
    ("scheme", "rule"),
    [
        ("railway", "E1"),
        ("airline", "N1"),
        ("water", "V1"),
        ("energy", "A1"),
        ("shop", "A1"),
        ("landlord", "A2"),
    ],
)
def test_a_gap_is_found_with_a_case_in_which_nothing_is_offered(scheme: str, rule: str) -> None:
    book = read(without(pages_of(scheme), rule))
    gaps = [finding for finding in analyse(book) if finding.code == "gap"]
    assert "error" in {gap.severity for gap in gaps}
    for gap in gaps:
        decision = book.decide(policy_of(book).complaint, gap.witness.role, gap.witness.facts, DAY)
        words = {verdict.word for verdict in decision.verdicts}
        assert words == ({"none"} if gap.severity == "error" else {"none", "never"})


@every_scheme
def test_what_is_due_and_forbidden_at_once_is_found_with_such_a_case(scheme: str) -> None:
    pages = pages_of(scheme)
    columns = next(
        line.strip("| ").split(" | ")
        for line in policy_page(pages).body.splitlines()
        if line.startswith("| Rule |")
    )
    for rule in policy_of(read(pages)).rules:
        if rule.effect == "must" and rule.conditions:
            first = rule.conditions[0]
            cells = {
                "Rule": "BAN",
                "Remedy": rule.remedy.label,
                "Effect": "never",
                first.fact.label: first.text,
            }
            banned = read(with_row(pages, "| " + " | ".join(cells.get(name, "") for name in columns) + " |"))
            found = [finding for finding in analyse(banned) if finding.code == "collision"]
            assert found, rule.id
            for finding in found:
                witness = finding.witness
                decision = banned.decide(policy_of(banned).complaint, witness.role, witness.facts, DAY)
                assert decision.verdict(rule.remedy.key).conflict


def policy_page(pages: tuple[Page, ...]) -> Page:
    return next(page for page in pages if not page.is_vocabulary)


@every_scheme
def test_a_row_that_stands_twice_is_found_dead(scheme: str) -> None:
    pages = pages_of(scheme)
    for rule in policy_of(read(pages)).rules:
        doubled = tuple(
            page
            if page.is_vocabulary
            else replace(
                page,
                body=re.sub(
                    rf"^(\| {rule.id} )(\|.*\n)", r"\1\2| TWICE \2", page.body, count=1, flags=re.MULTILINE
                ),
            )
            for page in pages
        )
        found = [finding for finding in analyse(read(doubled)) if finding.code == "dead-row"]
        assert [finding.message.split(":")[0] for finding in found] == ["`TWICE` never decides anything"]
        assert f"`{rule.id}` already decides" in found[0].message


@every_scheme
def test_every_example_is_explained_and_cut_at_its_boundaries(scheme: str) -> None:
    book = read(pages_of(scheme))
    policy = policy_of(book)
    assert "| Example |" in boundary_examples(policy)
    for example in policy.examples:
        decision = decide(policy, example.role, example.known)
        said = explain(decision).as_json()
        json.dumps(said)
        for remedy in said["remedies"]:
            if remedy.get("change"):
                assert remedy["verdict"] not in ("must", "may")
