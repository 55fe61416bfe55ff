"""The ways between a complaint type, its playbook and its policy."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kb.library import NotFound
from pages.parts.addresses import article_href
from policies import NoPolicy

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleView
    from policies import ComplaintType

_VOCABULARY: Final = "vocabulary"
"""The page on which complaint types are named; their links to playbooks are written there."""


def complaints(app: App, actor: Actor) -> tuple[ComplaintType, ...]:
    """The complaint types; none where there is no vocabulary to name them, since reading goes on without."""
    try:
        return app.desk.complaints(actor)
    except NoPolicy:
        return ()


def playbook_of(app: App, actor: Actor, kind: ComplaintType) -> str | None:
    """Where the playbook of a complaint type is read, if it has one that this person may see."""
    if kind.playbook is None:
        return None
    with suppress(NotFound):
        return app.library.address(actor, _VOCABULARY, kind.playbook)
    return None


def complaint_of(app: App, actor: Actor, view: ArticleView) -> ComplaintType | None:
    """The complaint type whose playbook or policy this article is."""
    here = article_href(view.slug)
    for kind in complaints(app, actor):
        if view.kind == "policy":
            with suppress(NoPolicy):
                if app.desk.decide(actor, kind.key, {}).policy.slug == view.slug:
                    return kind
        elif (playbook_of(app, actor, kind) or "").partition("#")[0] == here:
            return kind
    return None
