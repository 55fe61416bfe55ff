"""PageRead: a page of a path that somebody has read, in the revision that they read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class PageRead(Table, table=True):
    """One person has read one revision of a page; `path` is the address of the path that led them there.

    What was read counts on every path that has the page.
    """

    __tablename__ = "page_read"
    __table_args__ = (
        UniqueConstraint("person_id", "article_id", "revision"),
        CheckConstraint("revision >= 1", name="revision"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(
        sa_column=Column(Integer, ForeignKey("person.id", ondelete="RESTRICT"), nullable=False)
    )
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    revision: int
    path: str = Field(sa_column=Column(String(120), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
