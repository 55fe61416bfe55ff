"""Search: one box that forgives spelling and opens the page at the step that answers.

    pages ── reading: tokens, stems ── lexicon ─┐            written by library:
               stack: pages in columns          ├── snapshot   never changed, only replaced by the next
               segment, vocabulary, titles     ─┘   by stem, by spelling, by title
                     │                          │
             stored (container): one file       │
    what is typed                               │
      └ query        words, "phrases", -without, tag: kind: owner:
          └ groups       each word: itself, its completions, guesses (rapidfuzz), managers' synonyms
              └ scoring      every page at once: BM25F over title, headings, labels, body; coverage
                  └ filters      what this reader may see, and asked for: before any limit
                      └ ranking      the best again, by places and second_look: closeness, order, titles
                          └ opening      the section to open at
                              └ snippets     what is shown of it, literal matches marked

`SearchIndex` is the door: one writer, any number of reading threads. Every
number that was tuned is in `weights`.
"""

from kb.search.index import SearchIndex
from kb.search.page import SearchPage
from kb.search.results import Hit, Results
from kb.search.synonyms import MOST_WORDS, Synonyms, folded

__all__ = ["MOST_WORDS", "Hit", "Results", "SearchIndex", "SearchPage", "Synonyms", "folded"]
