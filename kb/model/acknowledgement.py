"""Acknowledgement: somebody said that they have read this revision of a page, for ever."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Acknowledgement(Table, table=True):
    """One person, one revision, one moment. Triggers refuse to change or delete it.

    `sha256` is that of the text that stood there, so that it is known what was acknowledged.
    """

    __tablename__ = "acknowledgement"
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
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
