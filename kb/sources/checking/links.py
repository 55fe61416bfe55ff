"""Links, anchors, pictures and inclusions that lead nowhere, each with the nearest that leads somewhere."""

import difflib
import posixpath
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from kb.markup import blocks, links
from kb.markup.hrefs import has_scheme
from kb.sources.addresses import SCREENS
from kb.sources.checking.corpus import Corpus
from kb.sources.source_page import SourcePage
from policies import Problem

_PAGE_SUFFIXES = (".md", ".markdown", "")


def link_problems(corpus: Corpus, page: SourcePage) -> Iterator[Problem]:
    """Yield a problem for each link of a page that leads nowhere, or only by a former address."""
    for link in links(page.body):
        if has_scheme(link.href):
            continue
        line = page.body_line + link.line
        if link.image:
            if not corpus.files(page.path, link.href):
                message, hint = f"there is no image at `{link.href}`", "add it, or take the image out"
                yield Problem("missing-image", "error", page.path, line, message, hint)
        else:
            yield from _link(corpus, page, link.href, line)
    for name, content, at in blocks(page.body):
        if name == "include":
            yield from _link(corpus, page, content.strip(), page.body_line + at, top=True)


def _link(corpus: Corpus, page: SourcePage, href: str, line: int, *, top: bool = False) -> Iterator[Problem]:
    if href.startswith("#"):
        yield from _anchor(corpus, page, page, href[1:], line)
        return
    if href.partition("?")[0].partition("#")[0] in SCREENS:
        return
    target = corpus.addresses.target(page.path, href)
    if target is None and top:
        target = corpus.addresses.target("", href)
    if target is None:
        if not _is_file(corpus, page, href):
            message = f"there is no page at `{href}`"
            yield Problem("broken-link", "error", page.path, line, message, _nearest_page(corpus, page, href))
        return
    if corpus.addresses.is_former(page.path, href) and not top:
        message = f"`{href}` is a former address"
        hint = f"it leads to `{corpus.addresses.path(target[0]) or target[0]}` now"
        yield Problem("former-address", "warning", page.path, line, message, hint)
    goal = page if target[0] == page.slug else corpus.source(target[0])
    if target[1] and goal is not None:
        yield from _anchor(corpus, page, goal, target[1], line)


def _anchor(corpus: Corpus, page: SourcePage, goal: SourcePage, anchor: str, line: int) -> Iterator[Problem]:
    anchors = corpus.anchors_of(goal)
    if not anchor or anchor in anchors or anchor.lower() in anchors:
        return
    code = "missing-clause" if page.kind == "policy" else "broken-anchor"
    message = f"there is no heading `#{anchor}` on `{goal.path}`"
    yield Problem(code, "error", page.path, line, message, _nearest(anchor, anchors, "#"))


def _is_file(corpus: Corpus, page: SourcePage, href: str) -> bool:
    """Whether a link is to a document, such as a PDF, that is there."""
    try:
        path = urlsplit(href).path
    except ValueError:
        return False
    suffix = posixpath.splitext(unquote(path))[1].lower()
    return suffix not in _PAGE_SUFFIXES and corpus.files(page.path, href)


def _nearest_page(corpus: Corpus, page: SourcePage, href: str) -> str:
    if href.startswith("[["):
        return _nearest(href[2:-2].partition("#")[0].strip(), corpus.known, "")
    path = unquote(href.partition("#")[0].partition("?")[0])
    name = posixpath.basename(path)
    same = [each.path for each in corpus.known.values() if posixpath.basename(each.path) == name]
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    near = same or difflib.get_close_matches(wanted, [each.path for each in corpus.known.values()], n=1)
    if not near:
        return "correct the link, or write the page"
    return f"did you mean `{posixpath.relpath(near[0], posixpath.dirname(page.path) or '.')}`?"


def _nearest(written: str, there: Iterable[str], mark: str) -> str:
    near = difflib.get_close_matches(written.lower(), list(there), n=1, cutoff=0.6)
    return f"did you mean `{mark}{near[0]}`?" if near else "correct the link, or write what it names"
