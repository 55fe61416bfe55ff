"""The checks of a library that is kept in the database: all of it, or one text that somebody is writing.

Shelves ──> Corpus ── kb.sources.checking ──> Problem
the policies as they are, given by the composition root ─┘
"""

from kb.library.checking.checking import Checking

__all__ = ["Checking"]
