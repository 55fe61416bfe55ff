"""Small policy pages to try the language on: a vocabulary, a policy, and ways to write others."""

import hashlib
from datetime import date

from policies import Book, Decision, Page, Problem, read

DAY = date(2026, 6, 1)
VOCABULARY = """# Words

## Facts
| Fact | Type | Unit | Values | Ask | From | Changeable |
|------|------|------|--------|-----|------|------------|
| Days since delivery | number | days | 0..3650 | When did it arrive? | order | no |
| Order value | money | | 0..5000 | | order | no |
| Tier | choice | | standard < silver < gold | | order | no |
| Channel | choice | | phone, chat, e-mail | | desk | no |
| Photo | yes/no | | | Could you send us a picture? | asked | yes |
| Bought on | date | | 2020-01-01..2030-12-31 | | order | |

## Remedies
| Remedy | Kind | Measured in | Say |
|--------|------|-------------|-----|
| Refund | refund | money | You will have it in a day or two. |
| Replacement | replacement | none | |
| Goodwill credit | credit | money | |

## Authority
| Role | Who |
|------|-----|
| agent | everyone at the desk |
| lead | team leads |
| manager | managers |

## Budgets
| Budget | Remedies | Per | Window | Limit |
|--------|----------|-----|--------|-------|
| Goodwill per customer | Goodwill credit | customer | 90 days | 60 |

## Complaint types
| Complaint type | Customer says | Playbook |
|----------------|---------------|----------|
| Arrived damaged | it came broken; smashed to bits | [damaged](../playbooks/arrived-damaged.md) |
| Late delivery | where is it | |
"""
FACT_LABELS = ("Days since delivery", "Order value", "Tier", "Channel", "Photo", "Bought on")
RULE_COLUMNS = ("Rule", *FACT_LABELS, "Remedy", "Effect", "Who", "Up to", "Provided", "Because")


def page(slug: str, body: str, **meta: object) -> Page:
    """A page whose front matter takes a line for every key, between two lines of dashes."""
    lines = {key: at for at, key in enumerate(meta, start=2)}
    digest = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()
    return Page(f"{slug}.md", slug, meta, lines, body, len(meta) + 3, digest)


def vocabulary(body: str = VOCABULARY, **meta: object) -> Page:
    return page("vocabulary", body, **{"currency": "GBP", **meta})


def table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(row.get(column, "") for column in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def rule(name: str, effect: str = "may", remedy: str = "Replacement", **cells: str) -> dict[str, str]:
    """A row of the Rules table; cells by column label in snake case."""
    labels = {label.lower().replace(" ", "_"): label for label in RULE_COLUMNS}
    return {
        "Rule": name,
        "Effect": effect,
        "Remedy": remedy,
        **{labels[key]: cell for key, cell in cells.items()},
    }


def policy(*rows: dict[str, str], examples: str = "", slug: str = "damaged", **meta: object) -> Page:
    body = (
        "## Rules\n"
        + table(RULE_COLUMNS, list(rows))
        + (f"\n## Worked examples\n{examples}" if examples else "")
    )
    return page(slug, body, **{"complaint": "arrived_damaged", **meta})


def book_of(*rows: dict[str, str], examples: str = "") -> Book:
    return read([vocabulary(), policy(*rows, examples=examples)])


def problems_of(*rows: dict[str, str], examples: str = "") -> tuple[Problem, ...]:
    return book_of(*rows, examples=examples).problems


def decide(book: Book, role: str = "agent", /, **facts: object) -> Decision:
    return book.decide("arrived_damaged", role, facts, DAY)
