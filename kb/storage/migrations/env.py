"""What Alembic runs: the changes, on the connection and in the transaction of whoever asked."""

from alembic import context

from kb.model import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds everything, also what is read first
)
context.run_migrations()
