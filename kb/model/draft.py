"""Draft: a change on its way to readers, kept as it is typed; who had a hand in it; and its texts."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime

DRAFT_STATES = ("draft", "proposed", "approved", "returned", "withdrawn", "published")


class Draft(Table, table=True):
    """One change of an article, or a new page (`article_id` is None until it is published).

    `body` is what was typed, UTF-8 with lone surrogates let through: a draft may hold what no page may.
    `base` numbers the revision that it started from. `version` grows with every save; `editors` is a JSON
    list of the ids of everybody who typed in it. `told` says why it came back, where no person says so.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'proposed', 'approved', 'returned', 'withdrawn', 'published')", name="state"
        ),
        CheckConstraint("version >= 1", name="version"),
        Index("ix_draft_state_publish_at", "state", "publish_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), index=True),
    )
    slug: str = Field(sa_column=Column(String(120), nullable=False))
    path: str = Field(sa_column=Column(String(1000), nullable=False))
    kind: str = Field(default="", sa_column=Column(String(20), nullable=False))
    title: str = Field(default="", sa_column=Column(String(200), nullable=False))
    base: int | None = None
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    state: str = Field(default="draft", sa_column=Column(String(10), nullable=False))
    author_id: int = Field(sa_column=Column(Integer, nullable=False, index=True))
    author: str = Field(sa_column=Column(String(120), nullable=False))
    editors: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
    material: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    origin: str = Field(default="draft", sa_column=Column(String(10), nullable=False))
    told: str = Field(default="", sa_column=Column(Text, nullable=False))
    publish_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    publisher_id: int | None = None
    publisher: str = Field(default="", sa_column=Column(String(120), nullable=False))
    revision: int | None = None
    version: int = 1
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    changed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class DraftText(Table, table=True):
    """What a draft was at one version: what the next save may have started from, for merging."""

    __tablename__ = "draft_text"

    draft_id: int = Field(
        sa_column=Column(Integer, ForeignKey("draft.id", ondelete="RESTRICT"), primary_key=True)
    )
    version: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    person: str = Field(sa_column=Column(String(120), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
