"""The page that would close a gap, prepared as far as a machine can: somebody who knows writes the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.insight.gap import Gap
    from kb.search import Hit

_SECTIONS = """\
> [!TIP]
> **Say this first:** …

## When this is the page

…

## Steps

### 1. …

### 2. …

## What you may offer

…

## When it does not fit

…

## Why

…
"""


def draft_of(gap: Gap, near: Sequence[Hit]) -> str:
    """Return Markdown for a playbook that answers what was searched, found by those very words.

    `near` are the pages that come nearest: perhaps the answer belongs on one of them.
    """
    words = _plain(gap.words) or "new page"
    title = words[:1].upper() + words[1:]
    missed = ", ".join(
        f"{count} × {how}"
        for count, how in (
            (gap.in_vain, "searched in vain"),
            (gap.again, "searched again"),
            (gap.reported, "reported"),
        )
        if count
    )
    lines = [
        "---",
        "kind: playbook",
        f"title: {_quoted(title[:120])}",
        "owner: Head of care",
        "tags: [draft]",
        "review_every: 6 months",
        f"aliases: [{_quoted(words)}]",
        f"summary: {_quoted('What to do about: ' + words)}",
        "---",
        f"# {title[:120]}",
        "",
        f"Missed so far: {missed or 'once'}. Take this line out when the page is written.",
        "",
    ]
    if gap.note:
        lines += [f"Whoever reported it says: {_plain(gap.note)}", ""]
    if near:
        links = ", ".join(f"[[{hit.slug}]]" for hit in near)
        lines += [f"The nearest pages are {links}. If the answer belongs there, put it there.", ""]
    return "\n".join(lines) + "\n" + _SECTIONS


def _plain(text: str) -> str:
    """Return words that can stand anywhere in Markdown."""
    kept = "".join(char if char.isalnum() or char in " '’-,.?!" else " " for char in text.replace("#", " "))
    return " ".join(kept.split()).strip("-,. ")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", " ").replace('"', "'") + '"'
