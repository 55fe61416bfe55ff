"""The library: pages that lie in folders, articles that lie in the database, and the way between.

folder of Markdown ── read_folder ──> SourcePage, Problem        (no database: search, policy check)
                                          │
                                          ▼
database <── import ── admitted pages; the others are named by file and line
   │
   ▼
article, browse, recent ──> frozen views, each through access.visible
"""

from kb.library.addresses import Addresses, article_href
from kb.library.errors import LibraryError, NoStarterPages, NotFound
from kb.library.folder import Folder, policy_page, policy_pages, read_folder
from kb.library.front import KINDS, Kind
from kb.library.intake import ImportReport
from kb.library.library import Library
from kb.library.shelves import Shelves
from kb.library.source_page import SourcePage, read_page
from kb.library.views import ArticleCard, ArticleView, Shelf

__all__ = [
    "KINDS",
    "Addresses",
    "ArticleCard",
    "ArticleView",
    "Folder",
    "ImportReport",
    "Kind",
    "Library",
    "LibraryError",
    "NoStarterPages",
    "NotFound",
    "Shelf",
    "Shelves",
    "SourcePage",
    "article_href",
    "policy_page",
    "policy_pages",
    "read_folder",
    "read_page",
]
