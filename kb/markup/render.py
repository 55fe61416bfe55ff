"""Markdown to safe HTML: one pass of the pipeline, then one allow-list sanitiser over all of it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from kb.markup.html import Answers, PageHtml, landing
from kb.markup.limits import MAX_POLICY_BYTES, MarkupError, check_limits
from kb.markup.links import links
from kb.markup.outline import headings
from kb.markup.parser import PARSER, parse
from kb.markup.sanitise import sanitise

Resolve = Callable[[str], str | None]

_NONE: Mapping[str, str] = MappingProxyType({})


def render(
    body: str, resolve: Resolve, *, title: str | None = None, pictures: Mapping[str, str] = _NONE
) -> str:
    """Render a Markdown body as HTML that is safe to show to anybody.

    Every address that stays inside the library is put to `resolve` as it was written; it answers with the
    app's address, or None, and then the link is shown as visibly broken and leads nowhere. Addresses with a
    scheme are allowed for http, https, mailto and tel. A first level-one heading that reads `title` is left
    out, because the screen shows it already. `pictures` gives, by address as written, where the library
    serves it; any other picture is only named. The same page with the same answers is rendered once.

    Raises:
        MarkupError: the page exceeds the limits that keep rendering quick.
    """
    if excess := check_limits(body, MAX_POLICY_BYTES):
        raise MarkupError(
            f"line {excess[0].line + 1}: {excess[0].code}: {excess[0].message}; {excess[0].hint}"
        )
    inner = dict.fromkeys(link.href for link in links(body) if link.inner and not link.image)
    answers = tuple((href, resolve(href)) for href in inner)
    return _render(body, title, answers, tuple(pictures.items()))


@lru_cache(maxsize=512)
def _render(
    body: str,
    title: str | None,
    resolved: tuple[tuple[str, str | None], ...],
    pictures: tuple[tuple[str, str], ...],
) -> str:
    tokens = parse(body)
    heads = dict(headings(tokens))
    anchors = {i: head.anchor for i, head in heads.items()}
    env = {"answers": Answers(anchors, dict(resolved), dict(pictures))}
    renderer, options = PARSER.renderer, PARSER.options
    assert isinstance(renderer, PageHtml)  # noqa: S101 -- the parser was made with it
    first = min(heads, default=len(tokens))
    if (
        first < len(tokens)
        and title is not None
        and heads[first].level == 1
        and _same(heads[first].text, title)
    ):
        before = renderer.span(tokens, 0, first, options, env)
        after = renderer.span(tokens, first + 3, len(tokens), options, env)
        return sanitise(before + landing(heads[first].anchor) + after)
    return sanitise(renderer.span(tokens, 0, len(tokens), options, env))


def _same(heading: str, title: str) -> bool:
    return heading.casefold().split() == title.casefold().split()
