"""Images and documents that belong to articles."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "attachment_content",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size >= 1", name=op.f("ck_attachment_content_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "attachment",
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported", sa.String(64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["attachment_content.sha256"],
            name=op.f("fk_attachment_sha256_attachment_content"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"])
    op.create_table(
        "sealing_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_sealing_key_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_key")),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("sealing_key", "attachment", "attachment_content"):
        op.drop_table(table)
