"""Verification: somebody read a page and said that it is still true."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Verification(Table, table=True):
    """Who said so of which revision, and when."""

    __tablename__ = "verification"

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    revision: int
    person_id: int
    person: str = Field(sa_column=Column(String(120), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
