"""Where an address written in a page leads: relative paths, `[[slug]]`, and the app's own addresses."""

import posixpath
from collections.abc import Iterable
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kb.markup import slug as make_slug

SCREENS = frozenset({"/", "/library", "/remedy", "/start"})
"""The app's own screens that a page may lead to; what follows the `?` is theirs to understand."""

_TRIED = ("", ".md", ".markdown", "/README.md", "/readme.md", "/index.md")


def article_href(slug: str, anchor: str = "") -> str:
    """Return the app's address of an article, or of one of its headings.

    >>> article_href("make-it-right", "within-30-days")
    '/article?slug=make-it-right#within-30-days'
    """
    return f"/article?slug={quote(slug, safe='')}" + (f"#{quote(anchor, safe='')}" if anchor else "")


class Addresses:
    """The paths and slugs of the pages of a library, and what each address written in one of them means."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        """Take the (path, slug) of every page that may be linked to."""
        self._slug_of: dict[str, str] = {}
        self._slugs: set[str] = set()
        for path, slug in pages:
            self._slugs.add(slug)
            if path:
                self._slug_of[path] = slug

    def target(self, path: str, href: str) -> tuple[str, str] | None:
        """Return the (slug, anchor) that `href` means in the page at `path`, or None."""
        if href.startswith("[[") and href.endswith("]]"):
            name, _, anchor = href[2:-2].partition("#")
            return self._known(name.strip(), anchor.strip()) or self._known(make_slug(name), anchor.strip())
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        anchor = unquote(parts.fragment)
        if parts.path == "/article":
            return self._known("".join(parse_qs(parts.query).get("slug", [])[:1]), anchor)
        place = "" if parts.path.startswith("/") else posixpath.dirname(path)
        wanted = posixpath.normpath(posixpath.join(place, unquote(parts.path).lstrip("/")))
        found = next((self._slug_of[wanted + end] for end in _TRIED if wanted + end in self._slug_of), None)
        return (found, anchor) if found is not None else None

    def resolve(self, path: str, href: str) -> str | None:
        """Return the app's address for `href` written in the page at `path`, or None when it is broken."""
        if href.partition("?")[0].partition("#")[0] in SCREENS:
            return href
        found = self.target(path, href)
        return article_href(*found) if found else None

    def _known(self, slug: str, anchor: str) -> tuple[str, str] | None:
        return (slug, anchor) if slug in self._slugs else None
