"""`[[slug]]`, `[[slug#anchor]]` and `[[slug|words]]`: links by a page's address instead of its path."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\\?\|([^\[\]\n]{1,200}))?\]\]")


def wiki_links_plugin(md: MarkdownIt) -> None:
    """Teach `md` to read wiki links, before it looks for ordinary ones."""
    md.inline.ruler.before("link", "wiki_link", read_wiki_link)


def read_wiki_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """Read a wiki link at the state's position, or leave it to the rules that follow."""
    if not state.src.startswith("[[", state.pos):
        return False
    found = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if not found or not found[1].strip():
        return False
    if not silent:
        target = found[1].strip()
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": f"[[{target}]]"}
        opening.markup = "wiki"
        words = state.push("text", "", 0)
        words.content = (
            (found[2] or "").strip() or target.partition("#")[0].replace("-", " ").strip() or target
        )
        closing = state.push("link_close", "a", -1)
        closing.markup = "wiki"
    state.pos = found.end()
    return True
