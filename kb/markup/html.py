"""What each token becomes in HTML, where that differs from markdown-it's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from kb.markup import hrefs
from kb.markup.live import as_written, name_of

ADMONITIONS = ("note", "tip", "important", "warning", "caution", "danger", "info", "example", "quote")


@dataclass(frozen=True, slots=True)
class Answers:
    """What the renderer has to be told: anchors by token position, and where each inner address leads.

    `blocks` are the live blocks by name and content.
    """

    anchors: dict[int, str] = field(default_factory=dict)
    resolved: dict[str, str | None] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    blocks: dict[tuple[str, str], str] = field(default_factory=dict)
    home: str = ""
    """For a part of another page: that page's address, to which links within it lead."""

    @property
    def own(self) -> frozenset[str]:
        """The anchors of the page itself."""
        return frozenset(self.anchors.values())


def landing(anchor: str) -> str:
    """Return an invisible place to jump to, for a heading that is not shown."""
    return f'<span id="{escapeHtml(anchor)}"></span>\n'


class PageHtml(RendererHTML):
    """markdown-it's renderer with Carebook's links and boxes; what it writes is sanitised afterwards."""

    def span(self, tokens: Sequence[Token], start: int, end: int, options: OptionsDict, env: EnvType) -> str:
        """Render the block tokens from `start` up to `end`, keeping their positions."""
        parts: list[str] = []
        for i in range(start, end):
            token = tokens[i]
            if token.type == "inline":
                children = token.children or []
                if env["answers"].home:  # the notes at the foot of another page are not here
                    children = [child for child in children if child.type != "footnote_ref"]
                parts.append(self.renderInline(children, options, env))
            elif token.type in self.rules:
                parts.append(self.rules[token.type](tokens, i, options, env))
            else:
                parts.append(self.renderToken(tokens, i, options, env))
        return "".join(parts)

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """Give a heading the anchor by which links find it."""
        anchor = "" if env["answers"].home else env["answers"].anchors.get(idx)
        return f'<{tokens[idx].tag} id="{escapeHtml(anchor)}">' if anchor else f"<{tokens[idx].tag}>"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Show a live block, or what it would be; any other fence is code."""
        token = tokens[idx]
        name = name_of(token)
        if not name:
            return super().fence(tokens, idx, options, env)
        return env["answers"].blocks.get((name, token.content)) or as_written(name, token.content)

    def table_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Let a wide table scroll sideways in a box of its own, reachable by keyboard."""
        return '<div class="table-scroll" role="region" tabindex="0" aria-label="Table"><table>\n'

    def table_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Close the table and its box."""
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """Open a link: outside, inside, or visibly broken."""
        env["links open"] = env.get("links open", 0) + 1
        return _open_link(hrefs.written(tokens[idx]), str(tokens[idx].attrGet("href")), env["answers"])

    def link_close(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, env: EnvType) -> str:
        """Close a link."""
        env["links open"] -= 1
        return "</a>"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Show a picture that the library holds, and name any other instead of loading it.

        A reader's browser asks nothing of any other host.
        """
        token = tokens[idx]
        alone = self.renderInlineAsText(token.children or [], options, env)
        words = escapeHtml(alone) or "image"
        href = hrefs.written(token)
        if picture := env["answers"].pictures.get(href):
            title = f' title="{escapeHtml(str(token.attrGet("title")))}"' if token.attrGet("title") else ""
            return f'<img src="{escapeHtml(picture)}" alt="{escapeHtml(alone)}"{title} loading="lazy">'
        if env.get("links open"):
            return words
        if hrefs.has_scheme(href):
            return f"{_open_link(href, str(token.attrGet('src')), env['answers'])}{words}</a>"
        return f'<span class="broken" title="{escapeHtml(f"There is no image at {href}")}">{words}</span>'

    def alert_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Open a `> [!NOTE]` box."""
        return _box(str(tokens[idx].info).lower())

    def alert_title_open(
        self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        """Open the box's title."""
        return '<p class="admonition-title">'

    def admonition(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Open or close a `!!! note` box or its title."""
        token = tokens[idx]
        if token.type == "admonition_open":
            return _box(str(token.meta["tag"]))
        return self.renderToken(tokens, idx, options, env)

    def container(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Open or close a `::: note` box."""
        if tokens[idx].nesting != 1:
            return "</div>\n"
        name, _, title = str(tokens[idx].info).strip().partition(" ")
        words = escapeHtml(title.strip()) or name.capitalize()
        return f'{_box(name)}<p class="admonition-title">{words}</p>\n'


def _box(name: str) -> str:
    kind = name if name in ADMONITIONS else "note"
    return f'<div class="admonition {kind}" role="note">\n'


def _open_link(href: str, encoded: str, answers: Answers) -> str:
    if hrefs.has_scheme(href):
        if href.lower().startswith(("http:", "https:")):
            rel = 'rel="noopener noreferrer nofollow" target="_blank" class="external"'
            return f'<a href="{escapeHtml(encoded)}" {rel}>'
        return f'<a href="{escapeHtml(encoded)}">'
    if href.startswith("#"):
        anchor = _own_anchor(href[1:], answers.own)
        return (
            f'<a href="{escapeHtml(answers.home)}#{quote(anchor)}">'
            if anchor
            else _broken(f"There is no heading {href} here")
        )
    target = answers.resolved.get(href)
    return f'<a href="{escapeHtml(target)}">' if target else _broken(f"There is no page at {href}")


def _own_anchor(anchor: str, own: frozenset[str]) -> str | None:
    return next((found for found in (anchor, anchor.lower()) if found in own), None)


def _broken(why: str) -> str:
    return f'<a class="broken" title="{escapeHtml(why)}">'
