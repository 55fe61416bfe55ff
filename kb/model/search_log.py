"""SearchLog and SearchGap: what was searched, without saying by whom, and what nobody found."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime

LONGEST_WORDS = 200


class SearchLog(Table, table=True):
    """One settled search. `words` hold no customer data; `key` is the same for nearly equal wordings.

    `opened` is the slug that the reader opened, at `rank` among the hits (from 1; None where the page was not
    among them). `again` says that nothing was opened and something else searched within half a minute.
    """

    __tablename__ = "search_log"
    __table_args__ = (CheckConstraint("hits >= 0", name="hits"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    words: str = Field(sa_column=Column(String(LONGEST_WORDS), nullable=False))
    key: str = Field(sa_column=Column(String(LONGEST_WORDS), nullable=False, index=True))
    hits: int
    opened: str | None = Field(default=None, sa_column=Column(String(120)))
    rank: int | None = Field(default=None, sa_column=Column(Integer))
    again: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


class SearchGap(Table, table=True):
    """Something that is missing: how often it was searched in vain, searched again, and reported.

    `slug` is the page that closed it.
    """

    __tablename__ = "search_gap"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed', 'dismissed')", name="state"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_column=Column(String(LONGEST_WORDS), nullable=False, unique=True))
    words: str = Field(sa_column=Column(String(LONGEST_WORDS), nullable=False))
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
    in_vain: int = 0
    again: int = 0
    reported: int = 0
    state: str = Field(default="open", sa_column=Column(String(10), nullable=False, index=True))
    first_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    last_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    slug: str | None = Field(default=None, sa_column=Column(String(120)))
