"""ClauseDoubt: a policy row rests on a clause that was changed, and nobody has said yet that it still may."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class ClauseDoubt(Table, table=True):
    """The row `rule` of the policy `policy_id` cites `anchor` of `article_id`, changed by revision `since`.

    `anchor` is "" where the whole page is cited. Open until `closed_at`: confirmed by somebody, or the row's
    citation was changed.
    """

    __tablename__ = "clause_doubt"
    __table_args__ = (
        CheckConstraint("closing IN ('', 'confirmed', 'changed')", name="closing"),
        Index("ix_clause_doubt_policy_id_closed_at", "policy_id", "closed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False)
    )
    rule: str = Field(sa_column=Column(String(120), nullable=False))
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    anchor: str = Field(sa_column=Column(String(1000), nullable=False))
    since: int
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    closed_by: str = Field(default="", sa_column=Column(String(120), nullable=False))
    closing: str = Field(default="", sa_column=Column(String(10), nullable=False))
