"""A library as its checks see it, wherever it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import policies
from kb.markup import links, outline
from kb.sources.addresses import Addresses
from kb.sources.folder import Folder, policy_pages
from kb.sources.source_page import SourcePage
from policies import Book, ComplaintType, NoPolicy, Policy


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page without reading it; `review_due` is None where nobody keeps that."""

    slug: str
    path: str
    kind: str | None
    title: str
    owner: str | None
    review_due: date | None = None


@dataclass(frozen=True)
class Corpus:
    """Pages by slug, how to read one, where addresses lead, and what the policies say on a day."""

    known: Mapping[str, Known]
    source: Callable[[str], SourcePage | None]
    addresses: Addresses
    book: Book
    today: date
    linked: frozenset[str] = frozenset()
    """The slugs of pages that another page links to."""
    files: Callable[[str, str], bool] = field(default=lambda _path, _href: False)
    """Whether there is a file at an address as written in the page at a path: a picture, a document."""

    @cached_property
    def _anchors(self) -> dict[str, tuple[str, ...]]:
        return {}

    def anchors_of(self, page: SourcePage) -> tuple[str, ...]:
        """Return the anchors of a page, which is parsed for them once however many links lead to it."""
        if page.sha256 not in self._anchors:
            self._anchors[page.sha256] = tuple(heading.anchor for heading in outline(page.body))
        return self._anchors[page.sha256]

    @cached_property
    def complaints(self) -> tuple[ComplaintType, ...]:
        """The complaint types; none where no vocabulary is in force."""
        try:
            return self.book.complaints(self.today)
        except NoPolicy:
            return ()

    @cached_property
    def vocabulary_path(self) -> str:
        """Where the vocabulary in force lies; "" where there is none."""
        try:
            return self.book.vocabulary(self.today).path
        except NoPolicy:
            return ""

    @cached_property
    def playbooks(self) -> Mapping[str, tuple[ComplaintType, ...]]:
        """The complaint types that the vocabulary names a playbook for, by that playbook's slug."""
        found: dict[str, tuple[ComplaintType, ...]] = {}
        for kind in self.complaints:
            target = self.addresses.target(self.vocabulary_path, kind.playbook) if kind.playbook else None
            if target:
                found[target[0]] = (*found.get(target[0], ()), kind)
        return found

    def policy(self, complaint: str) -> Policy | None:
        """Return the policy in force for a complaint type, or None."""
        try:
            return self.book.policy(complaint, self.today)
        except NoPolicy:
            return None


def folder_corpus(folder: Folder, today: date, files: Callable[[str, str], bool]) -> Corpus:
    """Return a folder as its checks see it; `files` tells whether a picture or a document is there."""
    pages = {page.slug: page for page in folder.pages}
    addresses = Addresses((page.path, page.slug) for page in folder.pages)
    linked: set[str] = set()
    for page in folder.pages:
        targets = (addresses.target(page.path, link.href) for link in links(page.body) if link.inner)
        linked |= {target[0] for target in targets if target is not None and target[0] != page.slug}
    known = {
        page.slug: Known(page.slug, page.path, page.kind, page.title, page.owner) for page in folder.pages
    }
    book = policies.read(policy_pages(folder))
    return Corpus(known, pages.get, addresses, book, today, frozenset(linked), files)
