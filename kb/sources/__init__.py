"""Pages as they lie in files: read, told apart, and handed on. No database is needed here.

    folder of Markdown ── read_folder ──> SourcePage, Problem
                                             │
               ┌─────────────────────────────┼────────────────────┐
          policy_page                   search_page          Addresses
      (for the engine)     (for the index, with customer_words)   (where a link leads)

The library stores these pages; the command line searches and decides by them where they lie.
"""

from kb.sources.addresses import Addresses, article_href
from kb.sources.customer_words import customer_words
from kb.sources.findable import all_words, search_page
from kb.sources.folder import Folder, policy_page, policy_pages, read_folder
from kb.sources.front import KINDS, Kind, read_front
from kb.sources.references import References
from kb.sources.search_words import SEARCH_WORDS, Sets, search_words
from kb.sources.source_page import SourcePage, read_page

__all__ = [
    "KINDS",
    "SEARCH_WORDS",
    "Addresses",
    "Folder",
    "Kind",
    "References",
    "Sets",
    "SourcePage",
    "all_words",
    "article_href",
    "customer_words",
    "policy_page",
    "policy_pages",
    "read_folder",
    "read_front",
    "read_page",
    "search_page",
    "search_words",
]
