"""Writing HTML by hand, safely: every value is escaped unless it says it is HTML already."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Html(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


def text(value: object) -> Html:
    """Escape a value for the inside of an element or of a quoted attribute; `None` is nothing.

    >>> text("a < b & c")
    'a &lt; b &amp; c'
    >>> text(Html("<b>kept</b>"))
    '<b>kept</b>'
    """
    if value is None:
        return Html("")
    if isinstance(value, Html):
        return value
    return Html(html.escape(str(value), quote=True))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """One element. Attributes: `class_` for class, `_` for `-`; `None` and `False` leave one out.

    >>> tag("a", "Fish & chips", class_="cb-chip", href="/?q=fish&n=1", aria_current=None)
    '<a class="cb-chip" href="/?q=fish&amp;n=1">Fish &amp; chips</a>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{text(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(parts: Iterable[object], between: str = "") -> Html:
    """Put pieces one after another, each escaped unless it is HTML already."""
    return Html(text(between).join(text(part) for part in parts))
