"""A reading path as it is written: the numbered lists of a page whose front matter says `path: yes`."""

from dataclasses import dataclass

from kb.markup.numbered import numbered_items
from kb.sources.source_page import SourcePage

PATH_KINDS = ("philosophy", "help")


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """One item: the link as written (None: there is none), the words after it, the heading above, the line.

    `line` is 1-based in the file.
    """

    href: str | None
    words: str
    note: str
    stage: str
    line: int


def written_steps(page: SourcePage) -> tuple[WrittenStep, ...]:
    """Return the steps of a path in their order; where a step leads is not yet asked."""
    return tuple(
        WrittenStep(item.href, item.words, item.after, item.heading, page.body_line + item.line)
        for item in numbered_items(page.body)
    )
