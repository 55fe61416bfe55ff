"""The difference between two revisions: every case that comes out otherwise, and what only one can be
asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from policies.analysis.alignment import Alignment, CannotCompare
from policies.analysis.change import Difference, Note, VerdictChange
from policies.analysis.meter import Meter, TooComplex
from policies.analysis.remedy_changes import RemedyChanges
from policies.analysis.subject import BUDGET, SHARE
from policies.analysis.vocabulary_notes import vocabulary_notes
from policies.book import Book
from policies.errors import NoPolicy

if TYPE_CHECKING:
    from policies.policy import Policy


def difference(old: Policy | Book, new: Policy | Book, as_of: date | None = None) -> Difference:
    """Return every case in which two revisions decide otherwise, exactly, and what cannot be compared.

    Args:
        old: a policy, or a book.
        new: what it is compared with, of the same kind.
        as_of: of books, the day whose revisions are compared; without it the latest of each.

    Raises:
        TypeError: one is a policy and the other a book.
        NoneInForce: a book has no vocabulary in force on that day.
    """
    if isinstance(old, Book) and isinstance(new, Book):
        return _between_books(old, new, as_of or date.max, as_of)
    if isinstance(old, Book) or isinstance(new, Book):
        raise TypeError("a policy is compared with a policy, a book with a book")
    notes = vocabulary_notes(old.vocabulary, new.vocabulary)
    changes, unproved = _between_policies(old, new, as_of)
    return Difference(changes, (*notes, *unproved))


def _between_books(old: Book, new: Book, day: date, as_of: date | None) -> Difference:
    notes = [*vocabulary_notes(old.vocabulary(day), new.vocabulary(day))]
    changes: list[VerdictChange] = []
    for complaint in sorted({*old.pages.policies, *new.pages.policies}):
        before, after = _policy(old, complaint, day), _policy(new, complaint, day)
        if isinstance(before, str) and isinstance(after, str):
            if complaint in old.pages.policies and complaint in new.pages.policies:
                notes.append(Note("unproved", complaint, f"`{complaint}` cannot be compared: {after}"))
        elif isinstance(before, str) or isinstance(after, str):
            known = old if isinstance(after, str) else new
            which = "old" if known is old else "new"
            other = new if known is old else old
            why = "" if complaint not in other.pages.policies else f" ({after if known is old else before})"
            notes.append(Note("complaint", complaint, f"`{complaint}` is decided in the {which} alone{why}"))
        else:
            found, unproved = _between_policies(before, after, as_of)
            changes += found
            notes += unproved
    return Difference(tuple(changes), tuple(notes))


def _policy(book: Book, complaint: str, day: date) -> Policy | str:
    """Return the policy in force, or why there is none."""
    try:
        return book.policy(complaint, day)
    except NoPolicy as refused:
        return refused.message


def _between_policies(
    old: Policy, new: Policy, as_of: date | None
) -> tuple[tuple[VerdictChange, ...], tuple[Note, ...]]:
    try:
        alignment = Alignment(old, new)
    except CannotCompare as why:
        return (), (Note("unproved", new.complaint, f"`{new.complaint}` cannot be compared: {why}"),)
    budget = Meter(BUDGET)
    changes: list[VerdictChange] = []
    notes: list[Note] = []
    for remedy in alignment.remedies:
        try:
            changes += RemedyChanges(alignment, remedy, as_of, Meter(SHARE, budget)).found()
        except TooComplex:
            what = f"`{new.complaint}`: `{remedy.label}` is too complex to be compared within {SHARE:,} steps"
            notes.append(Note("unproved", new.complaint, what))
    return tuple(changes), tuple(notes)
