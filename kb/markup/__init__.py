"""Markdown in, and what the rest of Carebook needs of it: safe HTML, headings, plain text, links.

    text ── split_front_matter ──> meta + body
                                          │
                                        parse          tokens, read by all, changed by none
                                          │
             ┌───────────────┬────────────┴──┬────────────────┬───────────────┐
          outline         sections         links            render        check_limits
        (headings)     (text to search)  (as written)    (safe HTML)     (refused, by line)

Nobody but this package imports markdown-it, nh3 or yaml on behalf of `kb`.
"""

from kb.markup.blocks import blocks, transcluded_words
from kb.markup.excerpt import Excerpt, excerpt
from kb.markup.front_matter import FrontMatter, FrontMatterError, split_front_matter
from kb.markup.html_fragments import HtmlFragment, html_fragments
from kb.markup.limits import (
    MAX_ARTICLE_BYTES,
    MAX_POLICY_BYTES,
    Excess,
    MarkupError,
    check_limits,
    first_title,
    nested_too_deep,
    too_large_to_show,
)
from kb.markup.links import Link, links
from kb.markup.live import Block
from kb.markup.outline import Heading, outline
from kb.markup.parser import plain_text
from kb.markup.render import render, render_part
from kb.markup.sanitise import sanitise_changes
from kb.markup.sections import Section, sections, words
from kb.markup.slugger import slug
from kb.markup.tables import PlainTable, tables

__all__ = [
    "MAX_ARTICLE_BYTES",
    "MAX_POLICY_BYTES",
    "Block",
    "Excerpt",
    "Excess",
    "FrontMatter",
    "FrontMatterError",
    "Heading",
    "HtmlFragment",
    "Link",
    "MarkupError",
    "PlainTable",
    "Section",
    "blocks",
    "check_limits",
    "excerpt",
    "first_title",
    "html_fragments",
    "links",
    "nested_too_deep",
    "outline",
    "plain_text",
    "render",
    "render_part",
    "sanitise_changes",
    "sections",
    "slug",
    "split_front_matter",
    "tables",
    "too_large_to_show",
    "transcluded_words",
    "words",
]
