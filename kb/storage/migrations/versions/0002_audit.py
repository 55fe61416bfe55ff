"""The audit chain, addresses that moved, archived articles, minor revisions, and people's teams."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER audit_event_append BEFORE INSERT ON audit_event
    WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
      OR NEW.prev <> coalesce((SELECT hash FROM audit_event ORDER BY seq DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'the audit chain takes events in turn only'); END""",
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'an audit event is never changed'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'an audit event is never deleted'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION audit_event_append() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_event)
        OR NEW.prev <> coalesce((SELECT hash FROM audit_event ORDER BY seq DESC LIMIT 1), '') THEN
        RAISE EXCEPTION 'the audit chain takes events in turn only';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE FUNCTION audit_event_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an audit event is never changed or deleted'; END $$""",
    """CREATE TRIGGER audit_event_append BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_append()""",
    """CREATE TRIGGER audit_event_keep BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_keep()""",
    """CREATE TRIGGER audit_event_keep_all BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_keep()""",
)


def upgrade() -> None:
    """Make the chain and the columns."""
    _chain()
    op.create_table(
        "redirect",
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("address", sa.String(1000), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('slug', 'path')", name=op.f("ck_redirect_kind")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_redirect_article_id_article"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("kind", "address", name=op.f("pk_redirect")),
    )
    op.create_index(op.f("ix_redirect_article_id"), "redirect", ["article_id"])
    op.add_column("article", sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("revision", sa.Column("material", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("team", sa.String(120), nullable=True))


def _chain() -> None:
    topics = "topic IN ('library', 'desk', 'people', 'operations')"
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("thing", sa.String(200), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint(topics, name=op.f("ck_audit_event_topic")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_audit_event_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_topic"), "audit_event", ["topic"])
    op.create_index(op.f("ix_audit_event_thing"), "audit_event", ["thing"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": ""}])
    for trigger in _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("person", "team")
    op.drop_column("revision", "material")
    op.drop_column("article", "archived_at")
    for table in ("redirect", "audit_head", "audit_event"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_event_append()")
        op.execute("DROP FUNCTION audit_event_keep()")
