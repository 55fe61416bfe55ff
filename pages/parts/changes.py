"""What has changed in a page, as a reader sees it: passage by passage, what went and what came marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.parts.markup import Html, join, tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.library.learning import Passage

_TAGS: Final = {"out": ("del", "removed: "), "in": ("ins", "added: ")}


def passages(found: Iterable[Passage]) -> Html:
    """All passages that differ, under their headings; each heading once."""
    items: list[Html] = []
    above = None
    for passage in found:
        if passage.heading != above and passage.heading:
            items.append(tag("h3", passage.heading))
        above = passage.heading
        items.append(tag("p", join(_run(mark, text) for mark, text in passage.runs)))
    return tag("div", join(items), class_="cb-changes", role="region", tabindex="0", aria_label="The change")


def _run(mark: str, text: str) -> Html:
    if mark not in _TAGS or not text.strip():
        return tag("span", text)
    name, spoken = _TAGS[mark]
    return tag(name, tag("span", spoken, class_="cb-visually-hidden"), text)
