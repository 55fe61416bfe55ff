"""Every check, over a whole library or over one page."""

from collections.abc import Callable, Iterator

from kb.sources.checking.corpus import Corpus, Known
from kb.sources.checking.lessons import lesson_problems
from kb.sources.checking.links import link_problems
from kb.sources.checking.promises import agreement_problems, promise_problems
from kb.sources.checking.standing import alike_titles, standing_problems
from kb.sources.checking.templates import Template, read_templates, template_problems
from kb.sources.source_page import SourcePage
from policies import Problem


def check(corpus: Corpus, told: Callable[[int], None] = lambda _done: None) -> tuple[Problem, ...]:
    """Return every problem of a library, by path and line; `told` hears how many pages are done."""
    templates = read_templates(corpus)
    found: list[Problem] = []
    for done, known in enumerate(corpus.known.values()):
        page = corpus.source(known.slug)
        if page is not None:
            found += _of_page(corpus, known, page, templates)
            found += standing_problems(corpus, known, page)
        told(done + 1)
    found += alike_titles(corpus.known.values())
    found += agreement_problems(corpus)
    return _sorted(found)


def check_page(corpus: Corpus, page: SourcePage) -> tuple[Problem, ...]:
    """Return the problems of one page as it would be with this text, whether or not it is there yet."""
    known = Known(page.slug, page.path, page.kind, page.title, page.owner)
    found = list(_of_page(corpus, known, page, read_templates(corpus)))
    found += (each for each in standing_problems(corpus, known, page) if each.code != "orphan")
    others = {slug: other for slug, other in corpus.known.items() if slug != page.slug}
    alike = alike_titles([*others.values(), known])
    found += (each for each in alike if each.path == page.path)
    return _sorted(found)


def _of_page(
    corpus: Corpus, known: Known, page: SourcePage, templates: dict[str, Template]
) -> Iterator[Problem]:
    yield from link_problems(corpus, page)
    yield from lesson_problems(corpus, page)
    if known.kind is not None:
        yield from template_problems(page, templates)
    if known.kind == "playbook":
        yield from promise_problems(corpus, page)


def _sorted(found: list[Problem]) -> tuple[Problem, ...]:
    once = dict.fromkeys(found)
    return tuple(sorted(once, key=lambda each: (each.path, each.line, each.code, each.message)))
