"""What the links of pages must say after pages were moved: where they lead must not change."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from kb.markup.hrefs import has_scheme
from kb.markup.relinking import Change
from kb.sources.addresses import SCREENS, Addresses

_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True)
class Relocation:
    """One move, as every page's links see it.

    `becomes` names, by the slug before, the slug after, for each page whose address changes or that was
    merged into another; `anchors` names, by the slug before, what became of the anchors that changed ("" for
    one that is gone). `after` knows no former address of what has moved now.
    """

    before: Addresses
    after: Addresses
    becomes: Mapping[str, str]
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of_page(self, slug: str, path: str, now_at: str) -> Change:
        """Return how the links of the page `slug` change, which lay at `path` and lies at `now_at`."""

        def change(href: str, image: bool) -> str | None:  # noqa: FBT001 -- asked by position
            if href.startswith("#"):
                return self._own(slug, href)
            if has_scheme(href) or href.partition("?")[0].partition("#")[0] in SCREENS:
                return None
            found = None if image else self.before.target(path, href)
            if found is None:
                return _rebased(href, path, now_at)
            return self._led(href, found, path, now_at)

        return change

    def _own(self, slug: str, href: str) -> str | None:
        anchor = self.anchors.get(slug, {}).get(href[1:])
        return f"#{anchor}" if anchor else None

    def _led(self, href: str, found: tuple[str, str], path: str, now_at: str) -> str | None:
        slug, anchor = found
        if slug not in self.becomes and slug not in self.anchors and path == now_at:
            return None
        want = (self.becomes.get(slug, slug), self.anchors.get(slug, {}).get(anchor, anchor))
        if self.after.target(now_at, href) == want and not self.after.is_former(now_at, href):
            return None
        return self._address(href, want, now_at)

    def _address(self, href: str, want: tuple[str, str], now_at: str) -> str:
        """Write where a link leads in the manner in which it was written."""
        slug, anchor = want
        mark = f"#{anchor}" if anchor else ""
        lies = self.after.path(slug)
        if href.startswith("[["):
            return f"[[{slug}{mark}]]"
        if href.startswith("/article?") or not lies:
            return f"/article?slug={quote(slug, safe='')}{mark}"
        whole = f"/{lies}" if href.startswith("/") else relative(lies, now_at)
        if href.startswith("./") and not whole.startswith("."):
            whole = f"./{whole}"
        if not urlsplit(href).path.lower().endswith(_SUFFIXES):
            short = _bare(whole)
            if self.after.target(now_at, short + mark) == want:
                return short + mark
        return whole + mark


def relative(path: str, page: str) -> str:
    """Return how a link in the page at `page` names what lies at `path`.

    >>> relative("standards/on-time.md", "playbooks/late.md")
    '../standards/on-time.md'
    """
    return posixpath.relpath(path, posixpath.dirname(page) or ".")


def _rebased(href: str, path: str, now_at: str) -> str | None:
    """Return a relative address that names, from the page's new folder, what it named from the old one."""
    folder = posixpath.dirname(path)
    if folder == posixpath.dirname(now_at) or href.startswith(("[[", "/", "?")):
        return None
    written, mark, anchor = href.partition("#")
    if not written:
        return None
    end = "/" if written.endswith("/") else ""
    return relative(posixpath.normpath(posixpath.join(folder, written)), now_at) + end + mark + anchor


def _bare(path: str) -> str:
    for suffix in _SUFFIXES:
        path = path.removesuffix(suffix)
    return path
