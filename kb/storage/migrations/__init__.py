"""The history of the tables, in Alembic's form: one file a change, in `versions/`."""
