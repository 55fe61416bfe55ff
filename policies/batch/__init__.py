"""Deciding through columns: a million cases at a time, word for word what `decide` says of each.

    columns ── intake ──> Given         canonical values, and which rows lack one
               following ──> Given      what follows from them: derived facts
                            │
    policy ──> axis ────────┴─> classes values no cell tells apart; each is a set of rules, in 64-bit words
           ──> lane ──────────> words   one remedy's rules, those that give most first: the lowest bit counts
           ──> formula ───────> amounts exact, in scaled integers, or one by one where these grow too large
           ──> judging ───────> Answers

Rows that lack a fact, or have a value their fact cannot have, are left to `decide`, which says what is
certain or what is wrong. This is the only room of the engine that needs NumPy.
"""

from policies.batch.answers import UNDECIDED, WORDS, Answers, RemedyAnswers
from policies.batch.policy_columns import PolicyColumns, compile_columns

__all__ = ["UNDECIDED", "WORDS", "Answers", "PolicyColumns", "RemedyAnswers", "compile_columns"]
