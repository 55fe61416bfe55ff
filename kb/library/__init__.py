"""The library: articles and their revisions in the database, and how pages become them.

kb.sources ── read_folder ──> SourcePage, Problem
                                  │
                                  ▼
database <── import ── admitted pages; the others are named by file and line
   │
   ▼
article, browse, recent ──> frozen views, each through access.visible
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
