"""The knowledge base: everything Carebook knows and does, with no screen in it.

    app.py ──────── composition root: settings -> database -> services
      │
      ├─ library/   articles and their revisions: read, import, browse, follow links
      ├─ desk/      complaint, facts and role -> decision, over the policies in force
      ├─ search/    one box over everything
      ├─ sources/   pages as they lie in files, with no database
      │
      ├─ audit/     everything that was done, chained by hash
      ├─ access.py  who may do what, and what they may see
      ├─ markup/    Markdown -> safe HTML, outline, sections
      ├─ model/     the tables
      ├─ storage/   the database: settings that hold, migrations
      └─ settings.py  the only reader of the environment

Use cases take an actor first, ask `access` before anything else, and hand out frozen dataclasses: no
caller ever holds a database session or a row.
"""
