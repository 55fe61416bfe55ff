"""An article's HTML cut at its scenario blocks, so that widgets can stand between the pieces."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from pages.parts.markup import Html

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_NOTE: Final = re.compile(r'<p class="block-note">[^<]*</p>\s*$')
"""What stands above a block wherever it cannot be asked."""
_VOID: Final = frozenset({"br", "hr", "img", "input"})


def cut(html: str, blocks: Sequence[str]) -> list[Html | int]:
    """Return the pieces of `html`, which the sanitiser wrote, and between them the places of `blocks`.

    A block is a fenced text that stands in the open; one that is nowhere to be found, or only inside a list,
    is left where it is.

    >>> cut("<p>a</p><pre><code>x &amp; y\\n</code></pre><p>b</p>", ["x & y\\n"])
    ['<p>a</p>', 0, '<p>b</p>']
    """
    wanted: dict[str, list[int]] = {}
    for place, text in enumerate(blocks):
        wanted.setdefault(text.strip(), []).append(place)
    found: list[Html | int] = []
    done = 0
    for start, end in _open_fences(html) if wanted else ():
        text = unescape(_TAG.sub("", html[start:end])).strip()
        if wanted.get(text):
            found += [Html(_NOTE.sub("", html[done:start])), wanted[text].pop(0)]
            done = end
    return [*found, Html(html[done:])]


def _open_fences(html: str) -> list[tuple[int, int]]:
    """The places of all `<pre>` elements that stand inside nothing else."""
    found: list[tuple[int, int]] = []
    depth, start = 0, 0
    for each in _TAG.finditer(html):
        closing, name = each[1], each[2]
        if name in _VOID:
            continue
        if closing:
            depth -= 1
            if depth == 0 and name == "pre":
                found.append((start, each.end()))
        else:
            if depth == 0:
                start = each.start()
            depth += 1
    return found
