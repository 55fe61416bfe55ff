"""Addresses as people write them in a page, and the few kinds of them that a page may carry."""

import re
from urllib.parse import unquote

from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_SPLIT = re.compile(r"[/?#]")


def allowed(href: str) -> bool:
    """Say whether `href` may stand in a page: a known scheme, or an address inside the library.

    An allow-list, because browsers know more schemes than anybody can list. `//host` and backslashes are
    refused, as they leave the site without naming a scheme.
    """
    href = unquote(href).strip()
    if _CONTROL.search(href) or href.startswith("//"):
        return False
    scheme = _SCHEME.match(href)
    if scheme:
        return scheme[1].lower() in SCHEMES
    return ":" not in _SPLIT.split(href, maxsplit=1)[0]


def has_scheme(href: str) -> bool:
    """Say whether `href` names a scheme, and so leaves the library."""
    return _SCHEME.match(href) is not None


def written(token: Token) -> str:
    """Give the address of a link or image token as its writer typed it, not as a browser would send it."""
    href = str(token.attrGet("src" if token.type == "image" else "href") or "")
    return href if token.markup == "wiki" else unquote(href)
