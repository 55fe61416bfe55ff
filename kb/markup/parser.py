"""The Markdown pipeline: one configured markdown-it, and a small memory of what it has parsed."""

from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from kb.markup import hrefs
from kb.markup.html import ADMONITIONS, PageHtml
from kb.markup.line_breaks import line_breaks_plugin
from kb.markup.wiki_links import wiki_links_plugin

MAX_NESTING = 100


def make_parser() -> MarkdownIt:
    """Build the pipeline: CommonMark, tables, strikethrough, task lists, footnotes, boxes, `[[slug]]`."""
    options = {
        "html": False,  # raw HTML is shown as text: there is nothing in it to sanitise
        "linkify": True,
        "maxNesting": MAX_NESTING,
        "alerts": True,
        "tasklists": True,
    }
    md = MarkdownIt("js-default", options, renderer_cls=PageHtml)
    if md.linkify is not None:
        md.linkify.set({"fuzzy_link": False})  # `notes.md` is a file, not a host in Moldova
    md.validateLink = hrefs.allowed  # type: ignore[method-assign, assignment]
    md.use(footnote_plugin, inline=False)  # `^[…]` is used by few, and 100 KiB of it cost nine seconds
    md.use(admon_plugin, render=PageHtml.admonition)
    for name in ADMONITIONS:
        md.use(container_plugin, name=name, render=PageHtml.container)
    md.use(wiki_links_plugin)
    md.use(line_breaks_plugin)
    return md


PARSER = make_parser()


@lru_cache(maxsize=32)
def parse(body: str) -> Sequence[Token]:
    """Parse Markdown into tokens; outline, sections, links and render of one page share the work.

    Callers read the tokens and never change them.
    """
    return tuple(PARSER.parse(body, {}))


def plain(inline: Token) -> str:
    """Give the words of an inline token without its markup; images count by their description."""
    parts: list[str] = []
    for token in inline.children or ():
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "image":
            parts.append(plain(token))
        elif token.type in ("softbreak", "hardbreak", "line_break"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def plain_text(source: str) -> str:
    """Give the words of one line of Markdown, such as a title, without its markup."""
    return plain(PARSER.parseInline(source, {})[0])
