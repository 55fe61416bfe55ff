"""Pages and folders for tests: short to write, and as ordinary as what people write."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
"""Where the clock of a test app stands still."""

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
| Photo | yes/no | | | Have they a picture? | asked | yes |

## Remedies
| Remedy | Kind | Measured in | Say |
|--------|------|-------------|-----|
| Refund | refund | money | Your money is on its way. |
| Goodwill credit | goodwill | money | Please take this as our apology. |

## Authority
| Role | Who |
|------|-----|
| agent | everyone |
| lead | team leads |
| manager | managers |

## Complaint types
| Complaint type | Customer says | Playbook |
|----------------|---------------|----------|
| Late delivery | where is my parcel; it should be here by now | [late](../playbooks/late-delivery.md) |
"""

POLICY = """\
---
kind: policy
title: Late delivery policy
complaint: late_delivery
effective: 2026-01-01
owner: Delivery lead
review_every: 6 months
---
# Late delivery policy

## Rules
| Rule | Days late | Remedy | Effect | Who | Up to | Provided | Because |
|------|-----------|--------|--------|-----|-------|----------|---------|
| L1 | > 7 | Refund | must | | 100% of Order value | We collect it | [it](../standards/on-time.md#the-floor) |
| L2 | > 0 | Goodwill credit | may | agent | min(10, 2 x Days late) | Say sorry first | |
| L3 | > 0 | Goodwill credit | may | lead | 40 | | |
| L4 | 0 | Goodwill credit | never | | | | |

## Worked examples
| Example | Days late | Order value | Role | Remedy | Expect | Rule |
|---------|-----------|-------------|------|--------|--------|------|
| a week and a day | 8 | 30 | agent | Refund | must 30.00 | L1 |
"""

SMALL_LIBRARY: Mapping[str, str] = {
    "philosophy/why.md": (
        "---\nkind: philosophy\ntitle: Why we care\ntags: [start]\n---\n# Why we care\n\nPeople.\n"
    ),
    "standards/on-time.md": (
        "---\nkind: standard\ntitle: On time\nowner: Delivery lead\ntags: [delivery, promise]\n"
        "review_every: 1 year\naliases: [punctuality]\nsummary: What we promise.\n---\n# On time\n\n"
        "We say a day and keep it. See [[why]].\n\n## The floor\n\nA week late is too late.\n"
    ),
    "playbooks/late-delivery.md": (
        "---\nkind: playbook\ntitle: Late delivery\ntags: [delivery]\n---\n# Late delivery\n\n"
        "## First, the tracking\n\nAsk the carrier.\n\n## Then the promise\n\n"
        "Read [the floor](../standards/on-time.md#the-floor) and [what is gone](../standards/gone.md).\n"
    ),
    "policies/vocabulary.md": VOCABULARY,
    "policies/late-delivery-policy.md": POLICY,
}


def a_page(
    body: str = "Some words.\n", kind: str | None = "help", title: str = "A page", **front: object
) -> str:
    """Write a page with front matter; a `kind` of None leaves the kind out."""
    keys = {"kind": kind, "title": title, **front}
    lines = [f"{key}: {value}" for key, value in keys.items() if value is not None]
    return "\n".join(("---", *lines, "---", f"# {title}", "", body))


def write_pages(root: Path, pages: Mapping[str, str | bytes]) -> Path:
    """Write each page below `root`, making folders as needed, and return `root`."""
    for path, text in pages.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return root
