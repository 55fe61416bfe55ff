"""Drafts, reviews and confirmations: the life of a change."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the columns."""
    origins = "origin IN ('start', 'import', 'draft', 'moved', 'owner', 'restore')"
    with op.batch_alter_table("revision") as revision_table:
        revision_table.add_column(sa.Column("origin", sa.String(10), nullable=False, server_default="import"))
        revision_table.add_column(sa.Column("approved_by", sa.Text(), nullable=False, server_default="[]"))
        revision_table.create_check_constraint(op.f("ck_revision_origin"), origins)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("revision") as revision_table:
        revision_table.drop_constraint(op.f("ck_revision_origin"), type_="check")
        revision_table.drop_column("approved_by")
        revision_table.drop_column("origin")
