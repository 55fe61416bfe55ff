"""What a page of each kind must have, as a page of the library itself says."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.markup import outline, sections, tables, words
from kb.sources.checking.corpus import Corpus
from kb.sources.folder import policy_page
from kb.sources.front import KINDS
from kb.sources.source_page import SourcePage
from policies import Problem

TEMPLATES_SLUG = "page-templates"
"""The page whose table says it: `Kind`, `Headings` between semicolons, and `Most words`."""

_MOST_WORDS = 1200
"""Words of a playbook where the library does not say: it is read while somebody waits."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a page of one kind must have; `most_words` None: as many as it likes."""

    headings: tuple[str, ...] = ()
    most_words: int | None = None


def read_templates(corpus: Corpus) -> dict[str, Template]:
    """Return the templates by kind; without such a page, or without a row, nothing is asked of a kind."""
    found: dict[str, Template] = {"playbook": Template(most_words=_MOST_WORDS)}
    page = corpus.source(corpus.addresses.current(TEMPLATES_SLUG) or TEMPLATES_SLUG)
    for table in tables(page.body) if page is not None else ():
        names = [cell.casefold() for cell in table.head.cells]
        if "kind" not in names or "headings" not in names:
            continue
        for row in table.rows:
            cells = dict(zip(names, row.cells, strict=False))
            kind = cells["kind"].strip().casefold()
            if kind in KINDS:
                most = cells.get("most words", "").strip()
                headings = tuple(part.strip() for part in cells["headings"].split(";") if part.strip(" -–"))
                found[kind] = Template(headings, int(most) if most.isdecimal() else None)
    return found


def template_problems(page: SourcePage, templates: dict[str, Template]) -> Iterator[Problem]:
    """Yield the headings that a page lacks, and that it is too long."""
    template = templates.get(page.kind or "", Template())
    if "path" in page.meta or (page.kind == "policy" and policy_page(page).is_vocabulary):
        return  # a list of pages to read in order, and the one page of its sort
    there = {heading.text.casefold() for heading in outline(page.body)}
    for heading in template.headings:
        if heading.casefold() not in there:
            message = f"a {page.kind} has a heading `{heading}`"
            hint = f"add `## {heading}`; what a page must have stands on `{TEMPLATES_SLUG}`"
            yield Problem("missing-section", "error", page.path, page.body_line, message, hint)
    count = words(sections(page.body)) if template.most_words else 0
    if template.most_words and count > template.most_words:
        message = f"{count} words are more than the {template.most_words} that a {page.kind} should have"
        yield Problem(
            "too-many-words", "warning", page.path, page.body_line, message, "cut it, or make two of it"
        )
