"""Consultations, grants, budgets, requests: the desk's ledger, and the triggers that keep it."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEPT = {"ledger_entry": "a ledger entry", "ledger_key": "the key of the ledger"}
_TABLES = (
    "case_file", "ledger_entry", "ledger_key", "customer_reference", "budget_counter",
    "ledger_account", "approval_request", "outcome", "consultation",
)  # fmt: skip

# `INSERT OR REPLACE` deletes without asking the triggers for deletion, hence the ones for insertion.
_SQLITE_TRIGGERS = (
    *(
        f"""CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
        BEGIN SELECT RAISE(ABORT, '{what} is never {verb}d'); END"""
        for table, what in _KEPT.items()
        for verb in ("update", "delete")
    ),
    """CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry
    WHEN EXISTS (SELECT 1 FROM ledger_entry
                 WHERE id = NEW.id OR key = NEW.key OR reverses = NEW.reverses)
    BEGIN SELECT RAISE(ABORT, 'a ledger entry is never replaced'); END""",
    """CREATE TRIGGER ledger_key_no_replace BEFORE INSERT ON ledger_key
    WHEN EXISTS (SELECT 1 FROM ledger_key)
    BEGIN SELECT RAISE(ABORT, 'the key of the ledger is never replaced'); END""",
    """CREATE TRIGGER approval_request_answered BEFORE UPDATE ON approval_request WHEN OLD.state <> 'open'
    BEGIN SELECT RAISE(ABORT, 'a request is answered once'); END""",
    """CREATE TRIGGER approval_request_no_replace BEFORE INSERT ON approval_request
    WHEN EXISTS (SELECT 1 FROM approval_request WHERE id = NEW.id OR key = NEW.key)
    BEGIN SELECT RAISE(ABORT, 'a request is never replaced'); END""",
)

_POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION ledger_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'what the ledger holds is never changed or deleted'; END $$""",
    """CREATE FUNCTION approval_request_answered() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> 'open' THEN RAISE EXCEPTION 'a request is answered once'; END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER approval_request_answered BEFORE UPDATE ON approval_request
    FOR EACH ROW EXECUTE FUNCTION approval_request_answered()""",
    *(
        f"""CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_keep()"""
        for table in _KEPT
    ),
    *(
        f"""CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep()"""
        for table in _KEPT
    ),
)


def upgrade() -> None:
    """Make the tables, the key of the customers' hashes, and the triggers."""
    _consultations()
    _ledger()
    _requests()
    _locks()
    _references()
    for trigger in _SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_TRIGGERS:
        op.execute(trigger)


def _consultations() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("customer", sa.String(64), nullable=True),
        sa.Column("order_ref", sa.String(64), nullable=True),
        sa.Column("case_ref", sa.String(64), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("best", sa.String(8), nullable=False),
        sa.Column("policy_slug", sa.String(120), nullable=False),
        sa.Column("policy_revision", sa.Integer(), nullable=False),
        sa.Column("policy_sha256", sa.String(64), nullable=False),
        sa.Column("vocabulary_sha256", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "best IN ('must', 'may', 'needs', 'depends', 'never', 'none')", name=op.f("ck_consultation_best")
        ),
        sa.CheckConstraint("steps >= 1", name=op.f("ck_consultation_steps")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index("ix_consultation_actor_id_at", "consultation", ["actor_id", "at"])
    op.create_index(op.f("ix_consultation_at"), "consultation", ["at"])
    op.create_index("ix_consultation_complaint_at", "consultation", ["complaint", "at"])
    op.create_index(op.f("ix_consultation_customer"), "consultation", ["customer"])
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.String(64), nullable=False),
        sa.Column("complaint", sa.String(120), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(score IS NULL) = (scored_at IS NULL)", name=op.f("ck_outcome_scored")),
        sa.CheckConstraint("score IS NULL OR (score >= 1 AND score <= 5)", name=op.f("ck_outcome_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_outcome_consultation_id")),
    )
    op.create_index(op.f("ix_outcome_actor_id"), "outcome", ["actor_id"])
    op.create_index(op.f("ix_outcome_complaint"), "outcome", ["complaint"])
    op.create_index(op.f("ix_outcome_due_on"), "outcome", ["due_on"])
    op.create_index(op.f("ix_outcome_made_at"), "outcome", ["made_at"])


def _ledger() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("contents", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("basis", sa.String(9), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("team", sa.String(120), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(120), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.String(64), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("remedy_kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("word", sa.String(8), nullable=False),
        sa.Column("customer", sa.String(32), nullable=True),
        sa.Column("order_ref", sa.String(64), nullable=True),
        sa.Column("case_ref", sa.String(64), nullable=True),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("policy_slug", sa.String(120), nullable=False),
        sa.Column("policy_revision", sa.Integer(), nullable=False),
        sa.Column("policy_sha256", sa.String(64), nullable=False),
        sa.Column("vocabulary_slug", sa.String(120), nullable=False),
        sa.Column("vocabulary_revision", sa.Integer(), nullable=False),
        sa.Column("vocabulary_sha256", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "(kind = 'grant' AND amount >= 0 AND reverses IS NULL) OR "
            "(kind = 'reversal' AND amount <= 0 AND reverses IS NOT NULL)",
            name=op.f("ck_ledger_entry_kind"),
        ),
        sa.CheckConstraint("basis IN ('policy', 'exception')", name=op.f("ck_ledger_entry_basis")),
        sa.CheckConstraint(
            "customer IS NULL OR length(customer) = 32", name=op.f("ck_ledger_entry_customer")
        ),
        sa.ForeignKeyConstraint(
            ["reverses"],
            ["ledger_entry.id"],
            name=op.f("fk_ledger_entry_reverses_ledger_entry"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
        sa.UniqueConstraint("reverses", name=op.f("uq_ledger_entry_reverses")),
    )
    op.create_index("ix_ledger_entry_actor_id_at", "ledger_entry", ["actor_id", "at"])
    op.create_index(op.f("ix_ledger_entry_at"), "ledger_entry", ["at"])
    op.create_index(op.f("ix_ledger_entry_case_ref"), "ledger_entry", ["case_ref"])
    op.create_index(op.f("ix_ledger_entry_consultation_id"), "ledger_entry", ["consultation_id"])
    op.create_index("ix_ledger_entry_customer_at", "ledger_entry", ["customer", "at"])
    op.create_index("ix_ledger_entry_order_ref_at", "ledger_entry", ["order_ref", "at"])
    op.create_index("ix_ledger_entry_remedy_at", "ledger_entry", ["remedy", "at"])
    op.create_index(op.f("ix_ledger_entry_request_id"), "ledger_entry", ["request_id"])
    op.create_table(
        "case_file",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entry.id"],
            name=op.f("fk_case_file_entry_id_ledger_entry"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_case_file")),
    )
    op.create_index(op.f("ix_case_file_at"), "case_file", ["at"])


def _requests() -> None:
    op.create_table(
        "approval_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("contents", sa.String(64), nullable=False),
        sa.Column("consultation_id", sa.String(64), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(120), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.String(120), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (entry_id IS NOT NULL)", name=op.f("ck_approval_request_granted")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_approval_request_answered")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_approval_request_state"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_approval_request_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
        sa.UniqueConstraint("key", name=op.f("uq_approval_request_key")),
    )
    op.create_index(op.f("ix_approval_request_asked_at"), "approval_request", ["asked_at"])
    op.create_index(op.f("ix_approval_request_asked_by_id"), "approval_request", ["asked_by_id"])
    op.create_index(op.f("ix_approval_request_consultation_id"), "approval_request", ["consultation_id"])
    op.create_index(op.f("ix_approval_request_state"), "approval_request", ["state"])


def _locks() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("scope", sa.String(9), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('customer', 'agent', 'order', 'case', 'team', 'everybody')",
            name=op.f("ck_ledger_account_scope"),
        ),
        sa.PrimaryKeyConstraint("scope", "subject", name=op.f("pk_ledger_account")),
    )
    op.create_table(
        "budget_counter",
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spent >= 0 AND spent <= cap", name=op.f("ck_budget_counter_held")),
        sa.PrimaryKeyConstraint("budget", "subject", name=op.f("pk_budget_counter")),
    )


def _references() -> None:
    op.create_table(
        "customer_reference",
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_customer_reference")),
    )
    op.create_index(op.f("ix_customer_reference_last_at"), "customer_reference", ["last_at"])
    key = op.create_table(
        "ledger_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_ledger_key_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_key")),
    )
    op.bulk_insert(key, [{"id": 1, "secret": secrets.token_hex(32)}])


def downgrade() -> None:
    """Take them away again."""
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_keep()")
        op.execute("DROP FUNCTION approval_request_answered()")
