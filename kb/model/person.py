"""Person: somebody who may sign in."""

from sqlalchemy import Boolean, CheckConstraint, Column, String
from sqlmodel import Field

from kb.model.table import Table


class Person(Table, table=True):
    """Somebody with a role in the library and, at the desk, the authority of a rung of the ladder."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("role IN ('starter', 'agent', 'lead', 'manager')", name="role"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_column=Column(String(120), nullable=False))
    email: str = Field(sa_column=Column(String(254), nullable=False, unique=True))
    role: str = Field(sa_column=Column(String(20), nullable=False))
    authority: str | None = Field(default=None, sa_column=Column(String(120)))
    team: str | None = Field(default=None, sa_column=Column(String(120)))
    active: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
