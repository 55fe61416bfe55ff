"""What the library refuses of a page that could be read, and why."""

from kb.markup import html_fragments, nested_too_deep
from kb.sources.front import KINDS
from kb.sources.search_words import SEARCH_WORDS, search_words
from kb.sources.source_page import SourcePage
from policies import Problem


def beyond_reading(page: SourcePage) -> list[Problem]:
    """Return what keeps a page from being shown or used whole, though it could be read."""
    found = list(search_words(page)[1]) if page.slug == SEARCH_WORDS else []
    return found + [
        Problem(e.code, "error", page.path, page.body_line + e.line, e.message, e.hint)
        for e in nested_too_deep(page.body)
    ]


def shown_as_text(page: SourcePage) -> list[Problem]:
    """Return a warning at the first HTML of a page, which readers see as it was typed."""
    found = list(html_fragments(page.body))
    if not found:
        return []
    names = ", ".join(f"`<{name}>`" for name in dict.fromkeys(each.name for each in found))
    message = f"HTML is shown as it was typed, in {len({each.line for each in found})} lines: {names[:300]}"
    return [Problem("html", "warning", page.path, page.body_line + found[0].line, message, "write Markdown")]


def missing_kind(path: str) -> Problem:
    """Return the refusal of a page that does not say its kind, where nobody else says it either."""
    hint = (
        f"begin the page with `---`, `kind: …` (one of {', '.join(KINDS)}) and `---`, or import with --kind"
    )
    return Problem("missing-kind", "error", path, 1, "the page does not say its kind", hint)
