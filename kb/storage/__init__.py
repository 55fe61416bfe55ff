"""The database: how it is opened, how a transaction begins and ends, how its tables come to be.

    Database(url)
      ├── migrate()   Alembic, in one transaction, safe when two processes start at once
      ├── write()     a session that holds the only write lock: BEGIN IMMEDIATE … COMMIT
      └── read()      a session that sees one moment and blocks nobody

All that is particular to SQLite or PostgreSQL stands in this package.
"""

from kb.storage.database import Database, StorageError

__all__ = ["Database", "StorageError"]
