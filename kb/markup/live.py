"""Fenced blocks that stand for something live: a table of remedies, a clause of another page, a case."""

from collections.abc import Callable
from html import escape

from markdown_it.token import Token

Block = Callable[[str], str | None]
"""Asked with what stands in a block; answers with safe HTML, or None: the block is shown as it is written."""

_SHOWN_INSTEAD = {
    "remedies": "In Carebook, the remedies that the policy in force allows stand here.",
    "include": "In Carebook, the text that this names stands here.",
    "scenario": "In Carebook, this is a case to decide.",
}
NAMES = frozenset(_SHOWN_INSTEAD)
FROM_ELSEWHERE = frozenset({"remedies", "include"})
"""Those whose own text is an instruction and not words for a reader."""


def name_of(token: Token) -> str:
    """Return the name of the block that a token is, or "" for any other token.

    >>> name_of(Token("fence", "code", 0, info="remedies"))
    'remedies'
    """
    if token.type != "fence":
        return ""
    name = token.info.split(maxsplit=1)[0].lower() if token.info.strip() else ""
    return name if name in NAMES else ""


def as_written(name: str, content: str) -> str:
    """Return a block as it is written, with a note of what it stands for."""
    note = f'<p class="block-note">{_SHOWN_INSTEAD[name]}</p>'
    return f"{note}\n<pre><code>{escape(content, quote=False)}</code></pre>\n"


def problem(words: str) -> str:
    """Return a visible note of why a block cannot be shown."""
    return f'<p class="block-problem">{escape(words)}</p>\n'
