"""Markdown to safe HTML: one pass of the pipeline, then one allow-list sanitiser over all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from markdown_it.token import Token

from kb.markup.excerpt import excerpt
from kb.markup.html import Answers, PageHtml, landing
from kb.markup.limits import MAX_SHOWN_BYTES, MarkupError, check_limits, too_large_to_show
from kb.markup.links import links
from kb.markup.live import Block, name_of
from kb.markup.outline import headings
from kb.markup.parser import PARSER, parse
from kb.markup.sanitise import sanitise

Resolve = Callable[[str], str | None]

_NONE: Mapping[str, str] = MappingProxyType({})
_NO_BLOCKS: Mapping[str, Block] = MappingProxyType({})
_Pairs = tuple[tuple[str, str], ...]
_Shown = tuple[tuple[tuple[str, str], str], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """All that was asked about a page, in a form that tells one rendering from another."""

    resolved: tuple[tuple[str, str | None], ...]
    pictures: _Pairs
    blocks: _Shown
    home: str = ""

    def answers(self, anchors: dict[int, str]) -> Answers:
        return Answers(anchors, dict(self.resolved), dict(self.pictures), dict(self.blocks), self.home)


def render(
    body: str,
    resolve: Resolve,
    *,
    title: str | None = None,
    pictures: Mapping[str, str] = _NONE,
    blocks: Mapping[str, Block] = _NO_BLOCKS,
) -> str:
    """Render a Markdown body as HTML that is safe to show to anybody.

    Every address that stays inside the library is put to `resolve` as it was written; it answers with the
    app's address, or None, and then the link is shown as visibly broken and leads nowhere. Addresses with a
    scheme are allowed for http, https, mailto and tel. A first level-one heading that reads `title` is left
    out, because the screen shows it already. `pictures` gives, by address as written, where the library
    serves it; any other picture is only named. `blocks` answers, by name, for the live blocks; what it says
    is sanitised with the rest. The same page with the same answers is rendered once.

    Raises:
        MarkupError: the page exceeds the limits that keep rendering quick.
    """
    refuse_excess(body)
    return _render(body, title, _asked(body, resolve, pictures, _shown(parse(body), blocks)))


def render_part(
    body: str, anchor: str, resolve: Resolve, *, home: str, blocks: Mapping[str, Block] = _NO_BLOCKS
) -> str | None:
    """Render what stands under one heading of a page, to be shown inside another; None: no such heading.

    Nothing in it has an id, so that it can stand in any page; links to the page's own headings lead to
    `home`, the address of the page it is from. Its pictures are named.

    Raises:
        MarkupError: as for `render`.
    """
    refuse_excess(body)
    part = excerpt(body, anchor)
    if part is None:
        return None
    shown = _shown(parse(body)[part.start : part.end], blocks)
    told = replace(_asked(body, resolve, _NONE, shown), home=home)
    return _render_part(body, part.start, part.end, told)


def refuse_excess(body: str) -> None:
    """Raise `MarkupError` for a page that could not be rendered quickly."""
    large = too_large_to_show(body)
    if excess := (large,) if large is not None else check_limits(body, MAX_SHOWN_BYTES):
        raise MarkupError(
            f"line {excess[0].line + 1}: {excess[0].code}: {excess[0].message}; {excess[0].hint}"
        )


def _shown(tokens: Sequence[Token], known: Mapping[str, Block]) -> _Shown:
    """Ask for each live block among `tokens` once; what is answered with None is shown as written."""
    live = dict.fromkeys((name, token.content) for token in tokens if (name := name_of(token)) in known)
    found = ((key, known[key[0]](key[1])) for key in live)
    return tuple((key, html) for key, html in found if html is not None)


def _asked(body: str, resolve: Resolve, pictures: Mapping[str, str], shown: _Shown) -> _Told:
    inner = dict.fromkeys(link.href for link in links(body) if link.inner and not link.image)
    return _Told(tuple((href, resolve(href)) for href in inner), tuple(pictures.items()), shown)


@lru_cache(maxsize=512)
def _render(body: str, title: str | None, told: _Told) -> str:
    tokens = parse(body)
    heads = dict(headings(tokens))
    env = {"answers": told.answers({i: head.anchor for i, head in heads.items()})}
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


@lru_cache(maxsize=256)
def _render_part(body: str, start: int, end: int, told: _Told) -> str:
    tokens = parse(body)
    env = {"answers": told.answers({i: head.anchor for i, head in headings(tokens)})}
    renderer = PARSER.renderer
    assert isinstance(renderer, PageHtml)  # noqa: S101 -- the parser was made with it
    return sanitise(renderer.span(tokens, start, end, PARSER.options, env))


def _same(heading: str, title: str) -> bool:
    return heading.casefold().split() == title.casefold().split()
