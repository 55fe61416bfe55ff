"""Proofs: whether the policies hold with a page as it is proposed, judged together with all others."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Literal

from sqlmodel import Session, col, select

import policies
from kb.library.heads import former_addresses, heads
from kb.markup import outline, split_front_matter
from kb.model import Article, Revision
from kb.sources.addresses import SCREENS, Addresses
from kb.sources.folder import policy_page
from kb.sources.source_page import SourcePage, read_page
from policies import Page, Problem
from policies.analysis.links import find_missing_clauses

_KEPT = 8


class Proofs:
    """What `policies` finds in a book, kept for the last few books: proving takes up to seconds."""

    def __init__(self) -> None:
        """Know no book yet."""
        self._kept: OrderedDict[tuple[tuple[str, str], ...], tuple[Problem, ...]] = OrderedDict()
        self._proving = Lock()

    def against(self, session: Session, article: Article | None, page: SourcePage) -> tuple[Problem, ...]:
        """Return what speaks against publishing `page` as the text of `article` (None: a new page).

        That is every error in the page itself, and every error in another policy that is not there without
        the change. Pages that neither are nor were policies are not looked at.
        """
        if page.kind != "policy" and (article is None or article.kind != "policy"):
            return ()
        now = _pages(session)
        key = article.id if article is not None and article.id is not None else 0
        then = {number: each for number, each in now.items() if number != key}
        if page.kind == "policy":
            then[key] = policy_page(page)
        before = {(each.path, each.code, each.message) for each in self._errors(now.values())}
        found = [
            each
            for each in self._errors(then.values())
            if each.path == page.path or (each.path, each.code, each.message) not in before
        ]
        links = _missing_clauses(session, page, then.values()) if page.kind == "policy" else ()
        return tuple(dict.fromkeys((*found, *links)))

    def _errors(self, pages: Iterable[Page]) -> tuple[Problem, ...]:
        ordered = tuple(sorted(pages, key=lambda page: page.slug))
        key = tuple((page.path, page.sha256) for page in ordered)
        with self._proving:
            if key not in self._kept:
                book = policies.read(ordered)
                found = (*book.problems, *policies.analyse(book))
                self._kept[key] = tuple(each for each in found if each.severity == "error")
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _pages(session: Session) -> dict[int, Page]:
    current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
    rows = session.exec(
        select(Article.id, Article.slug, Article.path, Revision.body)
        .join(Revision, current)
        .where(Article.kind == "policy", col(Article.archived_at).is_(None))
    ).all()
    found: dict[int, Page] = {}
    for number, _, path, body in rows:
        page, _ = read_page(path, body.encode("utf-8"))
        if page is not None and number is not None:
            found[number] = policy_page(page)
    return found


def _missing_clauses(session: Session, page: SourcePage, pages: Iterable[Page]) -> tuple[Problem, ...]:
    """Return the citations of the page that lead nowhere."""
    whither = _Whither(session, page)
    book = policies.read(pages)
    found: list[Problem] = []
    for policy in book.pages.compiled.values():
        if policy.path == page.path:
            found += find_missing_clauses(policy, whither)
    return tuple(found)


class _Whither:
    """Tells the engine where a link leads, from what the database holds at this moment."""

    def __init__(self, session: Session, page: SourcePage) -> None:
        self._session = session
        self._page = page
        places = [(head.path, head.slug) for head in heads(session) if head.slug != page.slug]
        former = former_addresses(session)
        self._addresses = Addresses(
            [*places, (page.path, page.slug)], former_slugs=former.slugs, former_paths=former.paths
        )
        self._anchors: dict[str, frozenset[str]] = {}

    def __call__(self, path: str, href: str) -> Literal["found", "no-page", "no-anchor"]:
        """Tell whether a link as written leads to a page, and to a heading that is there."""
        if "://" in href or href.startswith("mailto:") or href.partition("?")[0] in SCREENS:
            return "found"
        target = self._addresses.target(path, href)
        if target is None:
            return "no-page"
        slug, anchor = target
        return "found" if not anchor or anchor in self._anchors_of(slug) else "no-anchor"

    def _anchors_of(self, slug: str) -> frozenset[str]:
        if slug not in self._anchors:
            body = self._page.body if slug == self._page.slug else self._body(slug)
            self._anchors[slug] = frozenset(heading.anchor for heading in outline(body))
        return self._anchors[slug]

    def _body(self, slug: str) -> str:
        current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
        joined = select(Revision.body).join(Article, current).where(Article.slug == slug)
        return split_front_matter(self._session.exec(joined).one()).body
