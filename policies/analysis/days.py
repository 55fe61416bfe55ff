"""Days: when revisions are in force together, and days on which a complaint type has nothing in force."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from policies.analysis.finding import Finding, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policies.book import Book
    from policies.policy import Policy
    from policies.reader import PolicyPage
    from policies.vocabulary import Vocabulary

DAY = timedelta(days=1)


def shared_day(book: Book, policy: Policy) -> tuple[bool, date | None]:
    """Return whether a policy and its vocabulary are ever in force together, and the first day on which
    they are.

    The day is None where any will do: neither they nor what follows them states a day.
    """
    revisions = book.pages.policies[policy.complaint]
    starts = [policy.effective, policy.vocabulary.effective]
    ends = [
        _until([each.page.path for each in revisions], [each.effective for each in revisions], policy.path),
        _until(
            [each.path for each in book.pages.vocabularies],
            [each.effective for each in book.pages.vocabularies],
            policy.vocabulary.path,
        ),
    ]
    start = max((each for each in starts if each is not None), default=None)
    end = min((each for each in ends if each is not None), default=None)
    if start is not None and end is not None and start >= end:
        return False, None
    return True, start if start is not None or end is None else end - DAY


def _until(paths: Sequence[str], days: Sequence[date | None], path: str) -> date | None:
    """Return the day on which a later revision takes over, or None."""
    after = days[paths.index(path) + 1 :]
    return after[0] if after else None


def find_uncovered_days(book: Book) -> Iterator[Finding]:
    """Yield an error for every complaint type that has days with a vocabulary and no policy, or the reverse.

    A vocabulary that lists its complaint types speaks for those alone. A page that states no day has always
    been in force, and says nothing about days before the other's first.
    """
    vocabularies = book.pages.vocabularies
    for complaint, revisions in book.pages.policies.items():
        first = revisions[0]
        listing = next((each for each in vocabularies if _lists(each, complaint)), None)
        if listing is None or first.effective is None or listing.effective is None:
            continue
        start, end = sorted((first.effective, listing.effective))
        if start < end:
            yield _uncovered(first, listing, start, end)


def _lists(vocabulary: Vocabulary, complaint: str) -> bool:
    return vocabulary.complaints is None or any(each.key == complaint for each in vocabulary.complaints)


def _uncovered(first: PolicyPage, listing: Vocabulary, start: date, end: date) -> Finding:
    page = first.page
    if start == listing.effective:
        message = f"no policy for `{first.complaint}` is in force, though `{listing.path}` lists it already"
        hint = f"let the first revision be `effective: {start}`"
    else:
        message = f"the policy for `{first.complaint}` is in force before any vocabulary that lists it"
        hint = f"let it be `effective: {end}`, or the vocabulary `effective: {start}`"
    role = listing.roles[0].key if listing.roles else ""
    return Finding(
        "uncovered-days",
        "error",
        page.path,
        page.line_of("effective"),
        message,
        hint,
        region=f"from {start} to {end - DAY}",
        witness=Witness(first.complaint, role, {}, start, f"on {start}"),
    )
