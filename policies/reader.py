"""All pages read together: front matter, revisions, and every policy against every vocabulary it meets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from policies.label import key_of, suggestion, tidy
from policies.language.example_table import read_examples, run_examples
from policies.language.hidden import turning_character, widthless_character
from policies.language.markdown import LARGEST, PROSE, WIDEST, Body
from policies.language.policy_page import RuleReader
from policies.language.vocabulary_page import VocabularyReader
from policies.policy import Policy
from policies.problem import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policies.language.example_table import Example
    from policies.language.markdown import Section
    from policies.page import Page
    from policies.problem import Problem
    from policies.rule import Rule
    from policies.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class PolicyPage:
    """A policy page before it is read against a vocabulary; `sections` is None where its body cannot be."""

    page: Page
    complaint: str
    label: str
    effective: date | None
    sections: Sequence[Section] | None
    findings: Findings


@dataclass(frozen=True, eq=False)
class Pages:
    """Everything that was read. Revisions are in the order they come into force.

    `compiled` has a policy for every pair of paths, policy page and vocabulary page, that can be executed.
    """

    vocabularies: tuple[Vocabulary, ...]
    policies: Mapping[str, tuple[PolicyPage, ...]]
    compiled: Mapping[tuple[str, str], Policy]
    problems: tuple[Problem, ...]

    def vocabulary_on(self, day: date) -> Vocabulary | None:
        """Return the vocabulary in force on a day, or None."""
        return in_force(self.vocabularies, day)

    def policy_page_on(self, complaint: str, day: date) -> PolicyPage | None:
        """Return the page in force for a complaint type on a day, or None."""
        return in_force(self.policies.get(complaint, ()), day)


Revision = TypeVar("Revision", "Vocabulary", PolicyPage)


def in_force(revisions: Sequence[Revision], day: date) -> Revision | None:
    """Return the latest of the revisions, in order, that has come into force by `day`."""
    return next(
        (each for each in reversed(revisions) if each.effective is None or each.effective <= day), None
    )


def read_pages(pages: Sequence[Page]) -> Pages:
    """Read every page and note everything that is wrong with any of them."""
    findings = [Findings(page.path) for page in pages]
    vocabularies: list[tuple[Vocabulary, Findings]] = []
    policies: dict[str, list[PolicyPage]] = {}
    for page, found in zip(pages, findings, strict=True):
        sections = _sections(page, found)
        effective = _effective(page, found)
        if page.is_vocabulary:
            vocabularies.append((_vocabulary(page, sections, effective, found), found))
        else:
            policy = _policy_page(page, effective, sections, found)
            policies.setdefault(policy.complaint, []).append(policy)
    ordered = {key: _in_order(policies[key]) for key in sorted(policies)}
    vocabularies.sort(key=lambda each: (each[0].effective or date.min, each[0].path))
    _note_same_day([(each.effective, found, 1) for each, found in vocabularies], "vocabulary")
    if pages and not vocabularies:
        findings[0].error(
            "no-vocabulary", 1, "no page `vocabulary` declares facts, remedies and roles", "add one"
        )
    compiled = {
        pair: policy for revisions in ordered.values() for pair, policy in _compile(revisions, vocabularies)
    }
    problems = sorted({problem for found in findings for problem in found}, key=_place)
    ordered.pop("", None)
    return Pages(tuple(each for each, _ in vocabularies), ordered, compiled, tuple(problems))


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line, problem.code, problem.message


def _sections(page: Page, findings: Findings) -> Sequence[Section] | None:
    """Return the page's sections; None, with a problem, where the body is too large to be parsed in good
    time."""
    if len(page.body) > LARGEST:
        hint = "a table of 16,000 rows fits; split the page"
        findings.error(
            "page-too-large", page.body_line, f"the page is longer than {LARGEST // 1024} KiB", hint
        )
        return None
    body = Body(page.body, page.body_line)
    width, line = body.widest_line()
    if width > WIDEST:
        findings.error(
            "too-many-columns", line, f"a line of {width} cells", f"a table has at most {WIDEST} columns"
        )
        return None
    if body.prose() > PROSE:
        what = f"more than {PROSE // 1024} KiB outside the tables"
        findings.error("page-too-large", page.body_line, what, "move explanations to a page of their own")
        return None
    return body.read()


def _vocabulary(
    page: Page, sections: Sequence[Section] | None, effective: date | None, findings: Findings
) -> Vocabulary:
    unread = Findings(page.path)
    return VocabularyReader(page, sections or (), findings if sections is not None else unread).read(
        effective
    )


def _effective(page: Page, findings: Findings) -> date | None:
    """Return the day a page comes into force, or None where it states none."""
    stated = page.meta.get("effective")
    if isinstance(stated, date) and not isinstance(stated, datetime):
        return stated
    if stated is not None:
        try:
            return date.fromisoformat(str(stated).strip())
        except ValueError:
            what = f"`{str(stated)[:40]}` is not a day"
            findings.error("bad-effective", page.line_of("effective"), what, "write `effective: 2026-01-31`")
    return None


def _policy_page(
    page: Page, effective: date | None, sections: Sequence[Section] | None, findings: Findings
) -> PolicyPage:
    stated = page.meta.get("complaint")
    label = tidy(str(stated)) if stated is not None else ""
    if not key_of(label):
        hint = "write `complaint: arrived_damaged` in the front matter"
        findings.error(
            "missing-complaint", page.line_of("complaint"), "the page states no complaint type", hint
        )
    elif character := turning_character(str(stated)) or widthless_character(str(stated)):
        findings.error(
            "hidden-character", page.line_of("complaint"), f"`complaint` hides a {character}", "type it anew"
        )
    return PolicyPage(page, key_of(label), label, effective, sections, findings)


def _in_order(revisions: list[PolicyPage]) -> tuple[PolicyPage, ...]:
    revisions.sort(key=lambda each: (each.effective or date.min, each.page.path))
    if revisions[0].complaint:
        days = [(each.effective, each.findings, each.page.line_of("effective")) for each in revisions]
        _note_same_day(days, f"`{revisions[0].complaint}`")
    return tuple(revisions)


def _note_same_day(revisions: list[tuple[date | None, Findings, int]], what: str) -> None:
    for day, findings, line in revisions:
        others = [other.path for that_day, other, _ in revisions if that_day == day and other is not findings]
        if others:
            since = f"from {day}" if day else "without an `effective` day"
            hint = "give one of them another `effective` day"
            findings.error("same-effective", line, f"{others[0]} is also {what} {since}", hint)


def _compile(
    revisions: tuple[PolicyPage, ...], vocabularies: list[tuple[Vocabulary, Findings]]
) -> Iterator[tuple[tuple[str, str], Policy]]:
    """Read each revision against every vocabulary in force with it; return the pairs that can be executed."""
    for at, page in enumerate(revisions):
        until = revisions[at + 1].effective if at + 1 < len(revisions) else None
        met = list(_met(page, until, vocabularies)) or vocabularies[:1]
        policies = [(_read_policy(page, vocabulary), vocabulary, found) for vocabulary, found in met]
        if page.findings.blocked:
            continue
        for policy, vocabulary, found in policies:
            if not found.blocked:
                run_examples(policy, page.findings)
                yield (page.page.path, vocabulary.path), policy


def _met(
    page: PolicyPage, until: date | None, vocabularies: list[tuple[Vocabulary, Findings]]
) -> Iterator[tuple[Vocabulary, Findings]]:
    starts = [each.effective or date.min for each, _ in vocabularies]
    ends = [*starts[1:], date.max][: len(starts)]
    for pair, start, end in zip(vocabularies, starts, ends, strict=True):
        if max(start, page.effective or date.min) < min(end, until or date.max):
            yield pair


def _read_policy(page: PolicyPage, vocabulary: Vocabulary) -> Policy:
    sections = page.sections
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()
    if sections is not None:
        rules = RuleReader(vocabulary, page.findings).read(sections, page.page.body_line)
        examples = read_examples(sections, vocabulary, page.findings)
    if vocabulary.complaints is not None and page.complaint:
        known = {complaint.key: complaint.label for complaint in vocabulary.complaints}
        if page.complaint not in known and page.complaint not in vocabulary.unreadable:
            hint = suggestion(page.label, known.values()) or "add it to `Complaint types` in the vocabulary"
            line = page.page.line_of("complaint")
            page.findings.warn(
                "unlisted-complaint", line, f"the vocabulary lists no complaint type `{page.label}`", hint
            )
    return Policy(
        slug=page.page.slug,
        path=page.page.path,
        sha256=page.page.sha256,
        complaint=page.complaint,
        complaint_label=page.label,
        effective=page.effective,
        vocabulary=vocabulary,
        rules=rules,
        examples=examples,
    )
