"""The draft's book: the policies as they decide today, with one page replaced by its draft."""

from dataclasses import dataclass
from datetime import date

import policies
from kb.desk.rules import Rules
from policies import Book, NoPolicy, Page, Policy, Problem
from policies.label import key_of


class DraftRefused(Exception):  # noqa: N818 -- named for what the author is told
    """The draft cannot decide anything; `problems` say why, by line."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        """Keep the problems apart for whoever shows them."""
        super().__init__(message)
        self.problems = problems


@dataclass(frozen=True, eq=False)
class DraftBook:
    """What would decide if the draft were in force, whatever day it says it comes into force."""

    book: Book
    as_of: date
    complaints: tuple[str, ...]

    def policy(self, complaint: str) -> Policy:
        """Return the policy that would decide.

        Raises:
            NoPolicy: none would.
        """
        return self.book.policy(complaint, self.as_of)


def draft_book(rules: Rules, draft: Page, today: date) -> DraftBook:
    """Put a draft in the place of the page it is for: by its slug, else by its complaint type.

    A proven gap or a failing example keeps a draft from being published, but not from being tried.

    Raises:
        DraftRefused: the draft, or a policy together with it, cannot be read without an error.
    """
    pages = {slug: _in_force(rules, slug, today) for slug in rules.editions}
    pages = {slug: page for slug, page in pages.items() if not _replaces(draft, page)}
    book = policies.read([*pages.values(), draft])
    errors = tuple(each for each in book.problems if each.blocks)
    old = {str(each) for each in rules.book.problems}
    mine = tuple(each for each in errors if each.path == draft.path or str(each) not in old)
    if mine:
        raise DraftRefused(f"the draft has {len(mine)} error(s), so it cannot be replayed", mine)
    days = [page.meta.get("effective") for page in (*pages.values(), draft)]
    as_of = max([today, *(day for day in days if isinstance(day, date))])
    return DraftBook(book, as_of, _concerned(book, draft, as_of))


def _replaces(draft: Page, page: Page) -> bool:
    if draft.slug == page.slug:
        return True
    if draft.is_vocabulary or page.is_vocabulary:
        return draft.is_vocabulary and page.is_vocabulary
    mine, other = draft.meta.get("complaint"), page.meta.get("complaint")
    return mine is not None and other is not None and _key(mine) == _key(other)


def _key(said: object) -> str:
    return key_of(str(said))


def _in_force(rules: Rules, slug: str, today: date) -> Page:
    editions = rules.editions[slug]
    return next((each.page for each in editions if each.since <= today), editions[0].page)


def _concerned(book: Book, draft: Page, as_of: date) -> tuple[str, ...]:
    """Return the complaint types that the draft has a say in."""
    found = []
    for kind in book.pages.policies:
        try:
            policy = book.policy(kind, as_of)
        except NoPolicy:
            continue
        if draft.is_vocabulary or policy.path == draft.path:
            found.append(kind)
    return tuple(sorted(found))
