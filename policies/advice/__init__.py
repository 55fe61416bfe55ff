"""Advice: what a policy can tell people beside its verdicts; nothing here decides, all of it is checked.

Decision ──┬─ question ── outlook        the fact to ask for next; dialogue asks along it
           ├─ enough ── cheapest, move   the least that would have allowed a remedy: a Change
           └─ explanation                every verdict with its rules, conditions, clauses and that change

Policy ────┬─ coverage ──┬─ filling      which rules the worked examples exercise
           └─ boundary ──┘               worked examples at every cut, ready to paste

steps                                    values beside each other
"""
