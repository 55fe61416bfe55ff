"""Paths, progress and acknowledgements: who has read what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SQLITE_TRIGGERS = (
    """CREATE TRIGGER acknowledgement_no_update BEFORE UPDATE ON acknowledgement
    BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed'); END""",
    """CREATE TRIGGER acknowledgement_no_delete BEFORE DELETE ON acknowledgement
    BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted'); END""",
    # REPLACE deletes without asking the trigger above, unless recursive triggers are on.
    """CREATE TRIGGER acknowledgement_no_replace BEFORE INSERT ON acknowledgement
    WHEN EXISTS (SELECT 1 FROM acknowledgement AS known WHERE known.id = NEW.id
      OR (known.person_id = NEW.person_id AND known.article_id = NEW.article_id
        AND known.revision = NEW.revision))
    BEGIN SELECT RAISE(ABORT, 'an acknowledgement is given once'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION acknowledgement_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an acknowledgement is never changed or deleted'; END $$""",
    """CREATE TRIGGER acknowledgement_keep BEFORE UPDATE OR DELETE ON acknowledgement
    FOR EACH ROW EXECUTE FUNCTION acknowledgement_keep()""",
    """CREATE TRIGGER acknowledgement_keep_all BEFORE TRUNCATE ON acknowledgement
    FOR EACH STATEMENT EXECUTE FUNCTION acknowledgement_keep()""",
)


def upgrade() -> None:
    """Make the tables."""
    _of_a_person_and_a_page(
        "acknowledgement",
        "revision",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        revision=True,
    )
    _of_a_person_and_a_page(
        "page_read",
        "revision",
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        revision=True,
    )
    _of_a_person_and_a_page(
        "scenario_answer",
        "scenario",
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("first", sa.String(300), nullable=False),
        sa.Column("first_right", sa.Boolean(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.String(300), nullable=False),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_scenario_answer_times")),
    )
    for trigger in _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def _of_a_person_and_a_page(table: str, what: str, *columns: SchemaItem, revision: bool = False) -> None:
    """Make a table with at most one row for each person, page and `what`."""
    numbered: tuple[SchemaItem, ...] = (
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f(f"ck_{table}_revision")),
    )
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        *(numbered if revision else ()),
        *columns,
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f(f"fk_{table}_article_id_article"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "person_id", "article_id", what, name=op.f(f"uq_{table}_person_id_article_id_{what}")
        ),
    )
    op.create_index(op.f(f"ix_{table}_article_id"), table, ["article_id"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("scenario_answer", "page_read", "acknowledgement"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION acknowledgement_keep()")
