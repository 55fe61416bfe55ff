"""LoadProblem: what an import had to say of a page, kept so that managers see it until it is mended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class LoadProblem(Table, table=True):
    """One problem of the last import that saw this path."""

    __tablename__ = "load_problem"
    __table_args__ = (CheckConstraint("severity IN ('error', 'warning')", name="severity"),)

    id: int | None = Field(default=None, primary_key=True)
    path: str = Field(sa_column=Column(String(1000), nullable=False, index=True))
    line: int
    code: str = Field(sa_column=Column(String(60), nullable=False))
    severity: str = Field(sa_column=Column(String(10), nullable=False))
    message: str = Field(sa_column=Column(String(1000), nullable=False))
    hint: str = Field(default="", sa_column=Column(String(1000), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
