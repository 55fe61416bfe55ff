"""Previews: what a draft would look like, what it would change, and whether a policy would hold."""

from dataclasses import dataclass

import policies
from kb.access import Actor, Gate, use_case
from kb.library.comparing import Hunk, rendered_difference, source_difference
from kb.library.drafting.fitness import read_draft
from kb.library.drafting.rows import article_of, find, text_of
from kb.library.drafting.rules import Rules
from kb.library.drafting.typed import as_text
from kb.library.showing import Showing
from kb.library.verdicts import verdict_difference
from kb.markup import MAX_ARTICLE_BYTES, MarkupError, split_front_matter
from kb.sources.source_page import SourcePage, read_page
from kb.storage import Database
from policies import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands, or would: its address, and its path in a folder of pages."""

    slug: str
    path: str


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What readers would see otherwise once a draft is published.

    `html` is the draft as it reads with `ins` and `del`, safe; None where it cannot be rendered. `verdicts`
    says, of policies, in which cases they would decide otherwise; None of other pages.
    """

    hunks: tuple[Hunk, ...]
    html: str | None
    verdicts: policies.Difference | None


class Previews:
    """Looks at a draft as its readers would, for whoever may open it. Nothing is stored."""

    def __init__(self, database: Database, gate: Gate, showing: Showing, rules: Rules) -> None:
        """Look at drafts in `database`, for whom `gate` admits; policies are proved by `rules`."""
        self.gate = gate
        self._database = database
        self._showing = showing
        self._rules = rules

    @use_case("draft.write")
    def html(self, actor: Actor, draft_id: int, text: str) -> str | None:
        """Return `text` as safe HTML, read as the text of the draft; None where it cannot be rendered.

        Raises:
            NotFound: there is no such draft, or none that this person may see.
        """
        with self._database.read() as session:
            draft = find(session, actor, draft_id)
            article = article_of(session, draft)
            place = Place(article.slug, article.path) if article else Place(draft.slug, draft.path)
        page = read_page(place.path, text.encode("utf-8", "replace"))[0]
        return self._html(actor, place, page, text)

    @use_case("draft.write")
    def change(self, actor: Actor, draft_id: int) -> DraftChange:
        """Return how the draft differs from what readers see now, nothing where the page is new.

        Raises:
            NotFound: there is no such draft, or none that this person may see.
        """
        with self._database.read() as session:
            draft = find(session, actor, draft_id)
            article = article_of(session, draft)
            place = Place(article.slug, article.path) if article else Place(draft.slug, draft.path)
            live = text_of(session, article.id or 0, article.current) if article else None
            texts = (live or "", as_text(draft.body))
            before, after = (read_page(place.path, text.encode("utf-8", "replace"))[0] for text in texts)
            number = (article.id if article else None) or 0
            verdicts = verdict_difference(session, number, before, after)
        sides = [
            self._html(actor, place, page, text) for page, text in zip((before, after), texts, strict=True)
        ]
        html = None if None in sides else rendered_difference(sides[0] or "", sides[1] or "")
        return DraftChange(source_difference(*texts), html, verdicts)

    @use_case("draft.write")
    def proved(self, actor: Actor, draft_id: int) -> tuple[Problem, ...]:
        """Return what speaks against publishing the draft as a policy, all at once; it may take seconds.

        Raises:
            NotFound: there is no such draft, or none that this person may see.
        """
        with self._database.read() as session:
            draft = find(session, actor, draft_id)
            article = article_of(session, draft)
            page, problems = read_draft(session, draft, article)
            if page is None:
                return problems
            return self._rules.proofs.against(session, article, page)

    def _html(self, actor: Actor, place: Place, page: SourcePage | None, text: str) -> str | None:
        body, title = (page.body, page.title) if page is not None else (split_front_matter(text).body, "")
        if len(body) > MAX_ARTICLE_BYTES:
            return None
        try:
            return self._showing.html(actor, place, body, title)
        except MarkupError:
            return None
