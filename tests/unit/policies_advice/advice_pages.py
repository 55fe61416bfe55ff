"""A small vocabulary, and policies of one table in its words."""

import hashlib
from datetime import date

from policies import Book, Page, Policy, read

DAY = date(2026, 6, 1)
FACTS = """
| Fact | Type | Unit | Values | Ask | From | Changeable |
|------|------|------|--------|-----|------|------------|
| Days | number | days | 0..3650 | When did it arrive? | order | no |
| Value | money | | 0..5000 | | order | no |
| Photo | yes/no | | | Could you send us a picture? | asked | yes |
| Checked | yes/no | | | Have you looked next door? | asked | yes |
| Tier | choice | | standard < silver < gold | | order | no |
| Weight | number | kg | 0..30 | | asked | yes |
| Sent | date | | 2026-01-01..2026-12-31 | | order | no |
"""
REST = """
## Remedies

| Remedy | Measured in |
|--------|-------------|
| Refund | money |
| Replacement | none |
| Credit | money |

## Authority

| Role | Who |
|------|-----|
| agent | |
| lead | |
| manager | |
"""


def page(slug: str, body: str, **meta: object) -> Page:
    lines = {key: at for at, key in enumerate(meta, start=2)}
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Page(f"policies/{slug}.md", slug, meta, lines, body, len(meta) + 3, digest)


def book_of(rules: str, facts: str = "", examples: str = "") -> Book:
    vocabulary = f"## Facts\n{FACTS.rstrip()}\n{facts.strip()}\n{REST}"
    body = f"## Rules\n\n{rules.strip()}\n"
    if examples:
        body += f"\n## Worked examples\n\n{examples.strip()}\n"
    return read([page("vocabulary", vocabulary, currency="GBP"), page("late", body, complaint="late")])


def policy_of(rules: str, facts: str = "", examples: str = "") -> Policy:
    book = book_of(rules, facts, examples)
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    return book.policy("late", DAY)
