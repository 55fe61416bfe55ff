"""What is wrong with a library beyond the pages that cannot be read: found in a folder or in the database.

    Corpus (pages, addresses, policies) ──┬── links       broken links, anchors, pictures, inclusions
                                          ├── standing    owners, reviews, orphans, titles that are alike
                                          ├── lessons     paths and questions that lead or ask nothing
                                          ├── templates   headings that must be there, length
                                          └── promises    playbooks and policies that do not agree
                                                 │
                                          check ──> Problem, by path and line

An error is what would mislead a reader; a warning is what its owner should look at.
"""

from kb.sources.checking.check import check, check_page
from kb.sources.checking.corpus import Corpus, Known, folder_corpus
from kb.sources.checking.templates import TEMPLATES_SLUG

__all__ = ["TEMPLATES_SLUG", "Corpus", "Known", "check", "check_page", "folder_corpus"]
