"""Where the links of a policy lead, told to the engine, which knows only the pages it is given."""

import posixpath
from typing import Literal
from urllib.parse import unquote, urlsplit

from kb.markup import outline
from kb.sources.addresses import SCREENS, Addresses
from kb.sources.folder import Folder

Whither = Literal["found", "no-page", "no-anchor"]


class References:
    """The links of a folder's pages: a heading is looked for in the page that a link names.

    What cannot be known is taken as found: links that leave the folder, and every link of a folder that holds
    policies alone, for the standards they cite lie elsewhere.
    """

    def __init__(self, folder: Folder) -> None:
        """Know the pages of `folder`."""
        self._addresses = Addresses((page.path, page.slug) for page in folder.pages)
        self._bodies = {page.slug: page.body for page in folder.pages}
        self._judges = any(page.kind != "policy" for page in folder.pages)
        self._anchors: dict[str, frozenset[str]] = {}

    def __call__(self, path: str, href: str) -> Whither:
        """Tell where `href`, as written in the page at `path`, leads; what lies outside counts as found."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return "no-page"
        if (
            not self._judges
            or parts.scheme
            or parts.netloc
            or parts.path in SCREENS
            or _leaves(path, parts.path)
        ):
            return "found"
        target = self._addresses.target(path, href)
        if target is None:
            return "no-page"
        slug, anchor = target
        return "found" if not anchor or anchor in self._anchors_of(slug) else "no-anchor"

    def _anchors_of(self, slug: str) -> frozenset[str]:
        if slug not in self._anchors:
            self._anchors[slug] = frozenset(heading.anchor for heading in outline(self._bodies[slug]))
        return self._anchors[slug]


def _leaves(path: str, href: str) -> bool:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href))).startswith("../")
