"""What readers get of the library: frozen and plain, no row and no session behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kb.markup import Heading
from kb.sources.front import Kind


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article in a list. Times are aware UTC; `minutes` is how long it takes to read."""

    slug: str
    kind: Kind
    title: str
    owner: str | None
    tags: tuple[str, ...]
    summary: str
    revision: int
    published_at: datetime
    verified_at: datetime
    review_due: date | None
    minutes: int
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it is read; `html` is safe to show, and leaves out the title, which the screen shows."""

    slug: str
    kind: Kind
    title: str
    owner: str | None
    tags: tuple[str, ...]
    summary: str
    html: str
    outline: tuple[Heading, ...]
    revision: int
    published_at: datetime
    verified_at: datetime
    review_due: date | None
    minutes: int
    links_here: tuple[ArticleCard, ...]
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles of one choice, and the other choices: kinds counted under its tag, tags in its kind."""

    articles: tuple[ArticleCard, ...]
    kinds: Mapping[str, int]
    tags: Mapping[str, int]
