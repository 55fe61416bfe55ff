"""From Markdown to rules: everything that reads a page.

    body --markdown--> tables --sheet--> columns and cells by name
                                          ├─ hidden            what in a cell nobody sees
                                          ├─ vocabulary_page   the words: facts, remedies, roles, …
                                          └─ policy_page       rules ── cell   (condition -> Spans)
                                                               │        limit  (Up to -> Amount)
                                                               └─ example_table

Nothing here raises for what a page says: every problem of every page is noted, with its line, and reading
goes on.
"""
