"""Where an address written in a page leads: relative paths, `[[slug]]`, former ones, the app's own."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kb.markup import slug as make_slug

SCREENS = frozenset({"/", "/library", "/remedy", "/start"})
"""The app's own screens that a page may lead to; what follows the `?` is theirs to understand."""

_TRIED = ("", ".md", ".markdown", "/README.md", "/readme.md", "/index.md")
_NONE: Mapping[str, str] = MappingProxyType({})


def article_href(slug: str, anchor: str = "") -> str:
    """Return the app's address of an article, or of one of its headings.

    >>> article_href("make-it-right", "within-30-days")
    '/article?slug=make-it-right#within-30-days'
    """
    return f"/article?slug={quote(slug, safe='')}" + (f"#{quote(anchor, safe='')}" if anchor else "")


class Addresses:
    """The paths and slugs of the pages of a library, and what each address written in one of them means.

    A page that is there wins over a page that only used to be at an address; one that was archived keeps what
    is its own as long as nobody else was given it. In a page that was moved, a relative link that leads
    nowhere is read as from where the page used to lie: a draft begun before the move goes on working.
    """

    def __init__(
        self,
        pages: Iterable[tuple[str, str]],
        *,
        archived: Iterable[tuple[str, str]] = (),
        former_slugs: Mapping[str, str] = _NONE,
        former_paths: Mapping[str, str] = _NONE,
    ) -> None:
        """Take the (path, slug) of every page that may be linked to, and where former addresses lead now.

        `former_slugs` and `former_paths` name, by the former address, the slug that the page has today.
        """
        live, put_away = tuple(pages), tuple(archived)
        self._own_slugs = {slug: slug for _, slug in live}
        self._own_paths = {path: slug for path, slug in live if path}
        self._slugs = {slug: slug for _, slug in put_away} | dict(former_slugs) | self._own_slugs
        self._paths = {path: slug for path, slug in put_away if path} | dict(former_paths) | self._own_paths
        self._path_of = {slug: path for path, slug in (*put_away, *live) if path}
        self._former_folders = _folders(former_paths)

    def current(self, slug: str) -> str | None:
        """Return the slug that the article has now which is, or once was, at `slug`; None: there is none."""
        return self._slugs.get(slug)

    def path(self, slug: str) -> str:
        """Return where the page of `slug`, a slug of today, lies; "" where that is not known."""
        return self._path_of.get(slug, "")

    def target(self, path: str, href: str) -> tuple[str, str] | None:
        """Return the (slug, anchor) that `href` means in the page at `path`, or None.

        The slug is the one that the article has today, however old the address is that leads to it.
        """
        return self._find(path, href, self._slugs, self._paths)

    def is_former(self, path: str, href: str) -> bool:
        """Say whether `href` leads somewhere only because the page there used to be at that address."""
        return self.target(path, href) is not None and (
            self._find(path, href, self._own_slugs, self._own_paths, moved=False) != self.target(path, href)
        )

    def resolve(self, path: str, href: str) -> str | None:
        """Return the app's address for `href` written in the page at `path`, or None when it is broken."""
        if href.partition("?")[0].partition("#")[0] in SCREENS:
            return href
        found = self.target(path, href)
        return article_href(*found) if found else None

    def _find(
        self, path: str, href: str, slugs: Mapping[str, str], paths: Mapping[str, str], *, moved: bool = True
    ) -> tuple[str, str] | None:
        if href.startswith("[[") and href.endswith("]]"):
            name, _, anchor = href[2:-2].partition("#")
            found = slugs.get(name.strip()) or slugs.get(make_slug(name))
            return (found, anchor.strip()) if found else None
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        anchor = unquote(parts.fragment)
        if parts.path == "/article":
            found = slugs.get("".join(parse_qs(parts.query).get("slug", [])[:1]))
            return (found, anchor) if found else None
        for wanted in self._wanted(path, unquote(parts.path), moved=moved):
            found = next((paths[wanted + end] for end in _TRIED if wanted + end in paths), None)
            if found:
                return found, anchor
        return None

    def _wanted(self, path: str, written: str, *, moved: bool) -> Iterator[str]:
        """Yield the paths that an address may mean, from where the page lies and from where it lay before."""
        if written.startswith("/"):
            yield posixpath.normpath(written.lstrip("/"))
            return
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        if moved and path in self._own_paths:
            for folder in self._former_folders.get(self._own_paths[path], ()):
                yield posixpath.normpath(posixpath.join(folder, written))


def _folders(former_paths: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for path, slug in former_paths.items():
        found.setdefault(slug, {})[posixpath.dirname(path)] = None
    return {slug: tuple(folders) for slug, folders in found.items()}
