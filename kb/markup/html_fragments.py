"""HTML that people write into Markdown: it is shown as text, and here is found, so that they are told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).{0,2000}?(?<!`)\1(?!`)")
_TAG = re.compile(
    r"</?(?!br\b)(a|abbr|article|aside|audio|b|big|blockquote|button|center|cite|code|col|colgroup|dd|del|details|"
    r"div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|li|link|"
    r"main|mark|nav|object|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike|strong|style|sub|"
    r"summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video)(?=[\s/>])[^<>]{0,500}>|<!--",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HtmlFragment:
    """A tag or a comment, on a line (0-based in the body); `name` is the tag's, in lower case, or `!--`."""

    line: int
    name: str


def html_fragments(body: str) -> Iterator[HtmlFragment]:
    """Yield the HTML of a Markdown body that readers will see as text, without parsing the page."""
    fence = ""
    for number, line in enumerate(body.split("\n")):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and "<" in line and not line.startswith(("    ", "\t")):
            for found in _TAG.finditer(_CODE.sub(" ", line)):
                yield HtmlFragment(number, (found[1] or "!--").lower())
