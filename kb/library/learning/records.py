"""What the tables know of reading: the newest material revisions, and who acknowledged, read and answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from kb.model import Acknowledgement, Article, PageRead, Person, Revision, ScenarioAnswer


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest revision of a page that somebody acknowledged or read, and when."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answered to a check, as codes of claims; and whether the first was right then."""

    first: str
    first_right: bool
    latest: str
    latest_at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is asked to read."""

    id: int
    name: str
    role: str
    team: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of some articles: their newest material revisions, who read them, who answered what."""

    material: Mapping[int, int]
    read: Mapping[tuple[int, int], Seen]
    answered: Mapping[tuple[int, int, str], Answered]


def known_of(session: Session, articles: Iterable[int], person: int | None = None) -> Known:
    """Return what is known of `articles`, of one person where one is named."""
    asked = list(articles)
    return Known(
        newest_material(session, asked), read(session, asked, person), answered(session, asked, person)
    )


def newest_material(session: Session, articles: Iterable[int]) -> dict[int, int]:
    """Return, by article, the number of its newest revision that readers must be shown."""
    query = (
        select(Revision.article_id, func.max(Revision.number))
        .join(Article, col(Article.id) == Revision.article_id)
        .where(col(Revision.article_id).in_(list(articles)))
        .where(col(Revision.material), col(Revision.number) <= col(Article.current))
        .group_by(col(Revision.article_id))
    )
    return dict(session.exec(query).all())


def acknowledged(
    session: Session, articles: Iterable[int], person: int | None = None
) -> dict[tuple[int, int], Seen]:
    """Return, by person and article, the newest revision that they acknowledged; of one person if named."""
    query = select(Acknowledgement).where(col(Acknowledgement.article_id).in_(list(articles)))
    if person is not None:
        query = query.where(Acknowledgement.person_id == person)
    return _newest(session.exec(query.order_by(col(Acknowledgement.revision))).all())


def read(session: Session, articles: Iterable[int], person: int | None = None) -> dict[tuple[int, int], Seen]:
    """Return, by person and article, the newest revision that they read; of one person where one is named."""
    query = select(PageRead).where(col(PageRead.article_id).in_(list(articles)))
    if person is not None:
        query = query.where(PageRead.person_id == person)
    return _newest(session.exec(query.order_by(col(PageRead.revision))).all())


def answered(
    session: Session, articles: Iterable[int], person: int | None = None
) -> dict[tuple[int, int, str], Answered]:
    """Return, by person, article and scenario, what they answered."""
    query = select(ScenarioAnswer).where(col(ScenarioAnswer.article_id).in_(list(articles)))
    if person is not None:
        query = query.where(ScenarioAnswer.person_id == person)
    return {
        (row.person_id, row.article_id, row.scenario): Answered(
            row.first, row.first_right, row.latest, row.latest_at, row.times
        )
        for row in session.exec(query)
    }


def readers(session: Session) -> tuple[Reader, ...]:
    """Return everybody who is active, by team and name."""
    found = [
        Reader(person.id or 0, person.name, person.role, person.team)
        for person in session.exec(select(Person).where(col(Person.active)))
    ]
    return tuple(sorted(found, key=lambda one: ((one.team or "￿").casefold(), one.name.casefold(), one.id)))


def team_of(session: Session, person: int) -> str | None:
    """Return somebody's team."""
    return session.exec(select(Person.team).where(Person.id == person)).first()


def texts(session: Session, article: int, numbers: Iterable[int]) -> Mapping[int, str]:
    """Return revisions of an article, whole, by number."""
    query = select(Revision.number, Revision.body).where(
        Revision.article_id == article, col(Revision.number).in_(list(numbers))
    )
    return dict(session.exec(query).all())


def is_published(session: Session, article: int, number: int) -> str | None:
    """Return the hash of a revision that readers see or have seen; None where there is none."""
    query = select(Revision.sha256).join(Article, col(Article.id) == Revision.article_id)
    wanted = (Revision.article_id == article, Revision.number == number)
    return session.exec(query.where(*wanted, col(Revision.number) <= col(Article.current))).first()


def one_at_a_time(session: Session, person: int) -> None:
    """Let what one person does wait for what they did a moment ago: two clicks, one row."""
    session.exec(select(Person.id).where(Person.id == person).with_for_update()).first()


def _newest(rows: Sequence[Acknowledgement] | Sequence[PageRead]) -> dict[tuple[int, int], Seen]:
    return {(row.person_id, row.article_id): Seen(row.revision, row.at) for row in rows}
