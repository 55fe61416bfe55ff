"""ScenarioAnswer: what somebody answered to a scenario check, the first time and the last."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class ScenarioAnswer(Table, table=True):
    """One person and one check of a page; `scenario` is made from its case, so another case is asked anew.

    `first` and `latest` are claims such as `refund must 4495`; whether the latest is right is asked of the
    policy in force each time, because it may have changed since.
    """

    __tablename__ = "scenario_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "article_id", "scenario"),
        CheckConstraint("times >= 1", name="times"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(
        sa_column=Column(Integer, ForeignKey("person.id", ondelete="RESTRICT"), nullable=False)
    )
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    scenario: str = Field(sa_column=Column(String(64), nullable=False))
    first: str = Field(sa_column=Column(String(300), nullable=False))
    first_right: bool = Field(sa_column=Column(Boolean, nullable=False))
    first_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    latest: str = Field(sa_column=Column(String(300), nullable=False))
    latest_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    times: int = 1
