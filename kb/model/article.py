"""Article: a page of the library as it stands now; its texts are revisions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Article(Table, table=True):
    """One page. `current` numbers the revision that readers see; `path` is where it lies in a folder.

    An archived article keeps its address and its revisions, and is left out of lists and search.
    """

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("kind IN ('philosophy', 'standard', 'playbook', 'policy', 'help')", name="kind"),
        CheckConstraint("current >= 1", name="current"),
    )

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(sa_column=Column(String(120), nullable=False, unique=True))
    kind: str = Field(sa_column=Column(String(20), nullable=False, index=True))
    title: str = Field(sa_column=Column(String(200), nullable=False))
    owner: str | None = Field(default=None, sa_column=Column(String(120)))
    path: str = Field(sa_column=Column(String(1000), nullable=False))
    review_every_days: int | None = None
    current: int = 1
    verified_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    archived_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Tag(Table, table=True):
    """One tag of one article."""

    __tablename__ = "tag"

    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), primary_key=True)
    )
    name: str = Field(sa_column=Column(String(120), primary_key=True, index=True))
