"""What a page shows of other pages: the remedies of a policy, the text of a clause.

    fence `remedies` ── whoever knows the policies (given by the composition root) ──> RemedySheet ──> HTML
    fence `include`  ── Addresses ── visible? ── the part of the page named, its own blocks with it ──> HTML

Everything is asked anew for each reader, at each reading: only what they may see, and only what holds now.
What cannot be shown leaves a visible note in its place. A page that includes itself, however far round, stops
at the first repetition; the depth, the number and the size of what is included are limited.
"""

from kb.library.transcluding.blocks import PageBlocks, Transclusion
from kb.library.transcluding.sheet import Note, RemedyLine, RemedySheet, SheetOf

__all__ = ["Note", "PageBlocks", "RemedyLine", "RemedySheet", "SheetOf", "Transclusion"]
