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
    _drafts()
    _reviews()
    _doubts()
    _verifications()


def _drafts() -> None:
    states = "state IN ('draft', 'proposed', 'approved', 'returned', 'withdrawn', 'published')"
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publisher_id", sa.Integer(), nullable=True),
        sa.Column("publisher", sa.String(120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(states, name=op.f("ck_draft_state")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_draft_version")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_draft_article_id_article"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_article_id"), "draft", ["article_id"])
    op.create_index(op.f("ix_draft_author_id"), "draft", ["author_id"])
    op.create_index("ix_draft_state_publish_at", "draft", ["state", "publish_at"])
    op.create_table(
        "draft_text",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_text_draft_id_draft"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("draft_id", "version", name=op.f("pk_draft_text")),
    )


def _reviews() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.CheckConstraint("verdict IN ('approve', 'return')", name=op.f("ck_review_verdict")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_review_draft_id_draft"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_draft_id"), "review", ["draft_id"])


def _doubts() -> None:
    op.create_table(
        "clause_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(120), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(1000), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(120), nullable=False),
        sa.Column("closing", sa.String(10), nullable=False),
        sa.CheckConstraint("closing IN ('', 'confirmed', 'changed')", name=op.f("ck_clause_doubt_closing")),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["article.id"],
            name=op.f("fk_clause_doubt_policy_id_article"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_clause_doubt_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_doubt")),
    )
    op.create_index(op.f("ix_clause_doubt_article_id"), "clause_doubt", ["article_id"])
    op.create_index("ix_clause_doubt_policy_id_closed_at", "clause_doubt", ["policy_id", "closed_at"])


def _verifications() -> None:
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_verification_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    op.create_index(op.f("ix_verification_article_id"), "verification", ["article_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("verification", "clause_doubt", "review", "draft_text", "draft"):
        op.drop_table(table)
    with op.batch_alter_table("revision") as revision_table:
        revision_table.drop_constraint(op.f("ck_revision_origin"), type_="check")
        revision_table.drop_column("approved_by")
        revision_table.drop_column("origin")
