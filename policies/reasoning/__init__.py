"""From a policy and a case to a decision.

    facts ── case ──> values          Columns: value -> set of rules, as bits
                 │                        │
                 └─ intake ──> standing <─┘        which rules hold, which are still open
                                  │
                 nothing open ────┴──── something open
      judge (contest where amounts differ)    completion     every way the missing facts may turn out
                     └──> Ruling, Verdict <──────┘
                        nearest, sentences, JSON

Rules are bits of one integer, ordered by remedy and then by their place in the table; a remedy is a slice of
it.
"""
