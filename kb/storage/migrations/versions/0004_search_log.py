"""What was searched, what was confirmed, and what was missing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "search_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("opened", sa.String(120), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.CheckConstraint("hits >= 0", name=op.f("ck_search_log_hits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    op.create_index(op.f("ix_search_log_at"), "search_log", ["at"])
    op.create_index(op.f("ix_search_log_key"), "search_log", ["key"])
    _gaps()
    op.create_table(
        "confirmed_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint", sa.String(120), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_confirmed_words_times")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_words")),
        sa.UniqueConstraint("complaint", "words", name=op.f("uq_confirmed_words_complaint_words")),
    )


def _gaps() -> None:
    op.create_table(
        "search_gap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("in_vain", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slug", sa.String(120), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed', 'dismissed')", name=op.f("ck_search_gap_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_gap")),
        sa.UniqueConstraint("key", name=op.f("uq_search_gap_key")),
    )
    op.create_index(op.f("ix_search_gap_state"), "search_gap", ["state"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("confirmed_words", "search_gap", "search_log"):
        op.drop_table(table)
