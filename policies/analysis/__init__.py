"""What the engine proves before publishing, and the exact difference between two revisions.

    Book ── proof ──> Finding: code, place, message, region in words, Witness (a case to try), hint
             │
             ├─ gaps          cases with nothing to offer         ┐
             ├─ collisions    must meets never                    │ each asks its question of
             ├─ dead_rows     rules that never decide             │ a Subject: one policy in one vocabulary
             ├─ shared_ends   ranges that meet or cross           │
             └─ days          days with nothing in force          ┘

    grid, axis        rows over facts, every fact's line cut where some cell changes its mind
    diagram           all cases by their ending, equal continuations kept once ──> boxes, merged
    outside           one case that a set of rows leaves open, or the proof that they cover everything
    contest           may this amount exceed those? pieces -> linear -> an exact answer, rounding included
    words, sample     regions and cases as people read them
    meter             the budget of steps: an exact answer or a refusal by name, never a guess

Nothing is sampled: segments stand for all the values in them, amounts are compared as formulas.
"""

from policies.analysis.change import Difference, Note, VerdictChange
from policies.analysis.difference import difference
from policies.analysis.finding import Finding, References, Witness
from policies.analysis.proof import analyse

__all__ = ["Difference", "Finding", "Note", "References", "VerdictChange", "Witness", "analyse", "difference"]
