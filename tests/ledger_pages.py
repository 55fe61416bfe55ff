"""A library whose policies have budgets, facts from the ledger and obligations; and a desk open on it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from builders import NOW, SMALL_LIBRARY, write_pages

from kb.access import Actor
from kb.app import App, open_app
from kb.settings import Settings

VOCABULARY = """\
---
kind: policy
slug: vocabulary
title: Our words
currency: GBP
effective: 2026-01-01
---
# Our words

## Facts
| Fact | Type | Unit | Values | Ask | From | Changeable |
|------|------|------|--------|-----|------|------------|
| Days late | number | days | 0..365 | How late is it? | order | no |
| Order value | money | | 0..5000 | What did they pay? | order | no |
| Remedies in 90 days | number | | 0..99 | | ledger | no |

## Remedies
| Remedy | Kind | Measured in | Say |
|--------|------|-------------|-----|
| Refund | refund | money | Your money is on its way. |
| Goodwill credit | goodwill | money | Please take this as our apology. |
| Voucher | goodwill | money | Here is a voucher. |
| Replacement | replacement | none | A new one is on its way. |

## Authority
| Role | Who |
|------|-----|
| agent | everyone |
| lead | team leads |
| manager | managers |

## Budgets
| Budget | Remedies | Per | Window | Limit |
|--------|----------|-----|--------|-------|
| Goodwill per customer | Goodwill credit, Voucher | customer | 90 days | 60 |
| Goodwill per agent | Goodwill credit, Voucher | agent | 7 days | 200 |
| Vouchers per order | Voucher | order | | 25 |

## Complaint types
| Complaint type | Customer says | Playbook |
|----------------|---------------|----------|
| Late delivery | where is my parcel | [late](../playbooks/late-delivery.md) |
"""

POLICY = """\
---
kind: policy
title: Late delivery policy
complaint: late_delivery
effective: 2026-01-01
owner: Delivery lead
---
# Late delivery policy

## Rules
| Rule | Days late | Remedies in 90 days | Remedy | Effect | Who | Up to | Provided | Because |
|------|-----------|---------------------|--------|--------|-----|-------|----------|---------|
| L1 | > 7 | | Refund | must | | 100% of Order value | | [it](../standards/on-time.md#the-floor) |
| L2 | > 0 | | Goodwill credit | may | agent | 10 | Say sorry first | |
| L3 | > 0 | | Goodwill credit | may | lead | 40 | | |
| L4 | 0 | | Goodwill credit | never | | | | |
| L5 | > 0 | <= 2 | Voucher | may | agent | 30 | | |
| L6 | > 0 | | Voucher | may | manager | 50 | | |
| L7 | > 3 | | Replacement | may | agent | | | |
| L8 | > 0 | | Replacement | may | lead | | | |
"""

SORRY = ("Say sorry first",)
PAGES = {
    **SMALL_LIBRARY,
    "policies/vocabulary.md": VOCABULARY,
    "policies/late-delivery-policy.md": POLICY,
}
FACTS = {"days_late": "9", "order_value": "30"}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def open_desk(
    folder: Path, clock: Callable[[], datetime], url: str | None = None, *, ready: bool = True
) -> App:
    """Open an app on these pages; SQLite in `folder` where no database is named."""
    content = write_pages(folder / "content", PAGES)
    settings = Settings(data=folder / "data", content=content, database_url=url)
    return open_app(settings, clock=clock, ready=ready)


def person(app: App, role: str) -> Actor:
    """Return one of the demonstration's people."""
    found = app.people.by_email(f"{role}@carebook.invalid")
    assert found is not None
    return found
