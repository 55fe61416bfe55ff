"""Attachment: an image or document that pages show or link to, at a path among theirs; bytes kept once."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class AttachmentContent(Table, table=True):
    """Bytes, under their own SHA-256, with the type that they were found to be. Never changed or removed."""

    __tablename__ = "attachment_content"
    __table_args__ = (CheckConstraint("size >= 1", name="size"),)

    sha256: str = Field(sa_column=Column(String(64), primary_key=True))
    media_type: str = Field(sa_column=Column(String(40), nullable=False))
    size: int
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Attachment(Table, table=True):
    """What lies at a path of the library now. `author_id` is who put it there, 0 for the command line.

    `imported` is the hash of what an import laid there last: what a folder is compared with.
    """

    __tablename__ = "attachment"

    path: str = Field(sa_column=Column(String(1000), primary_key=True))
    sha256: str = Field(
        sa_column=Column(
            String(64),
            ForeignKey("attachment_content.sha256", ondelete="RESTRICT"),
            nullable=False,
            index=True,
        )
    )
    imported: str | None = Field(default=None, sa_column=Column(String(64)))
    author_id: int = Field(sa_column=Column(Integer, nullable=False))
    author: str = Field(sa_column=Column(String(120), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class SealingKey(Table, table=True):
    """The secret, one row, with which this database's app servers seal the addresses of attachments."""

    __tablename__ = "sealing_key"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(default=1, primary_key=True)
    key: str = Field(sa_column=Column(String(64), nullable=False))
