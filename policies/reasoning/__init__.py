"""From a policy and a case to a decision.

    facts ── case ──> values          Columns: value -> set of rules, as bits
                        │                 │
                        └──> standing <───┘        which rules hold, which are still open
                               │
              nothing open ────┴──── something open
                  judge                completion     every way the missing facts may turn out
                      └──> Verdict <──────┘
                     nearest, sentences, JSON

Rules are bits of one integer, ordered by remedy and then by their place in the table; a remedy is a slice of
it.
"""
