"""Clauses: a heading and all that stands under it, by its anchor; and the policy rows that cite one."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import policies
from kb.markup import outline
from kb.sources.addresses import Addresses
from kb.sources.folder import policy_page
from kb.sources.source_page import SourcePage

_KEPT = 256


def clauses(body: str) -> dict[str, str]:
    """Return the text of every clause by its anchor, "" being the whole page; runs of space count as one.

    A clause reaches to the next heading of its own level or above: what stands under it is part of it.
    """
    lines = body.split("\n")
    heads = outline(body)
    found = {"": _words(lines)}
    for n, head in enumerate(heads):
        after = (other.line for other in heads[n + 1 :] if other.level <= head.level)
        found[head.anchor] = _words(lines[head.line : next(after, len(lines))])
    return found


def changed_clauses(before: str, after: str) -> frozenset[str]:
    """Return the anchors of the clauses of `before` that read otherwise in `after`, or are gone."""
    then, now = clauses(before), clauses(after)
    return frozenset(anchor for anchor, text in then.items() if now.get(anchor) != text)


@dataclass(frozen=True, slots=True)
class Citation:
    """One row of a policy and an address that it rests on, as written."""

    rule: str
    href: str


class Citations:
    """The citations of policies, kept by the hash of page and vocabulary, for most are asked for again."""

    def __init__(self) -> None:
        """Know none yet."""
        self._kept: OrderedDict[tuple[str, ...], tuple[Citation, ...]] = OrderedDict()

    def of(self, page: SourcePage, vocabularies: Iterable[SourcePage]) -> tuple[Citation, ...]:
        """Return the addresses that the rows of a policy cite; a page that cannot be executed cites none."""
        words = tuple(vocabularies)
        key = (page.path, page.sha256, *(each.sha256 for each in words))
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            self._kept[key] = tuple(dict.fromkeys(_cited(page, words)))
        return self._kept[key]


def leads_to(
    path: str, href: str, pages: Iterable[tuple[str, str]], former_slugs: Iterable[str], slug: str
) -> str | None:
    """Return the anchor if `href`, written in the page at `path`, leads to the page of `slug`, else None.

    `pages` are the paths at which that page lies or lay, each with its slug.
    """
    own = Addresses(pages, former_slugs=dict.fromkeys(former_slugs, slug))
    found = own.target(path, href)
    return found[1] if found is not None else None


def _cited(page: SourcePage, vocabularies: tuple[SourcePage, ...]) -> Iterator[Citation]:
    book = policies.read(policy_page(each) for each in (page, *vocabularies))
    for (path, _), policy in sorted(book.pages.compiled.items()):
        if path == page.path:
            for rule in policy.rules:
                yield from (Citation(rule.id, clause.href) for clause in rule.because if clause.href)


def _words(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())
