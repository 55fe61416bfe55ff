"""Articles in lists: as cards, and as rows. Each list is one block of HTML, since a widget a row is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.parts import badges
from pages.parts.addresses import article_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kb.library import ArticleCard

KIND_WORDS: Final = {
    "philosophy": ("Philosophy", "Philosophy", "favorite"),
    "standard": ("Standard", "Standards", "verified"),
    "playbook": ("Playbook", "Playbooks", "menu_book"),
    "policy": ("Policy", "Policies", "gavel"),
    "help": ("Help", "Help", "help"),
}
"""How one and how many of each kind are called, and its symbol; in the order of the shelves."""


def kind_word(kind: str) -> str:
    """The kind of an article as people say it."""
    return KIND_WORDS.get(kind, (kind.capitalize(),))[0]


def plural(kind: str) -> str:
    """Many articles of a kind, as people say it."""
    return KIND_WORDS.get(kind, ("", kind.capitalize()))[1]


def kind_icon(kind: str) -> Html:
    """The symbol of a kind."""
    return icon(KIND_WORDS.get(kind, ("", "", "article"))[2])


def badge_of(card: ArticleCard, today: date) -> badges.Badge:
    """The verification badge of an article."""
    return badges.verification(card.verified_at, card.review_due, today)


def cards(articles: Iterable[ArticleCard], today: date) -> Html:
    """Articles as a grid of cards."""
    return tag("ul", join(_card(card, today) for card in articles), class_="cb-cards")


def _card(card: ArticleCard, today: date) -> Html:
    foot = tag(
        "div",
        tag("span", kind_icon(card.kind), " ", kind_word(card.kind)),
        badge_of(card, today).as_html(),
        class_="cb-card-foot",
    )
    heading = tag("h3", tag("a", card.title, href=article_href(card.slug)))
    summary = tag("p", card.summary) if card.summary else ""
    return tag("li", heading, summary, foot, class_="cb-card")


def rows(articles: Iterable[ArticleCard], today: date) -> Html:
    """Articles as a plain list, one line each: kind, title, badge."""
    return tag("ul", join(tag("li", _row(card, today)) for card in articles), class_="cb-rows")


def _row(card: ArticleCard, today: date) -> Html:
    return tag(
        "a",
        tag("span", tag("span", card.title, class_="cb-name")),
        tag("span", kind_word(card.kind), class_="cb-kind"),
        badge_of(card, today).as_html(),
        href=article_href(card.slug),
    )
