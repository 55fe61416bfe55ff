"""`<br>`: the one HTML tag that tables need, read as a line break; every other tag is shown as text."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)


def line_breaks_plugin(md: MarkdownIt) -> None:
    """Teach `md` to read `<br>`, `<br/>` and `<BR />`."""
    md.inline.ruler.before("html_inline", "line_break", _line_break)


def _line_break(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    if not state.src.startswith("<", state.pos):
        return False
    found = _BREAK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("line_break", "br", 0)
    state.pos = found.end()
    return True
