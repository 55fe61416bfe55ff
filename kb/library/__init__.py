"""The library: articles and their revisions in the database, and how pages become them.

kb.sources ── read_folder ──> SourcePage, Problem
                                  │
                                  ▼
database <── import ── admitted pages; the others are named by file and line
   │
   ▼
article, browse, recent ──> frozen views, each through access.visible

    revising      the one way a revision comes to be: imports, drafts, moves, new owners all go through it
    drafting/     the life of a change before it is one
    history       every revision, and any two beside each other (comparing/, verdicts)
    stewardship   what is due, who owns it, what is to be confirmed (clauses, doubts, owners)
    shelves       the catalogue, kept up to date with the database by the feed of what is done
    merging       three-way merges for whoever finds that somebody was faster
"""

from kb.library.errors import LibraryError, NoStarterPages, NotFound
from kb.library.intake import ImportReport
from kb.library.library import Library
from kb.library.shelves import Shelves
from kb.library.views import ArticleCard, ArticleView, Shelf

__all__ = [
    "ArticleCard",
    "ArticleView",
    "ImportReport",
    "Library",
    "LibraryError",
    "NoStarterPages",
    "NotFound",
    "Shelf",
    "Shelves",
]
