"""Addresses that go on working: rename, move, merge, archive and bring back.

    move, merge ──> places   what stands where, and what used to: rows of Article and Redirect
         │             │
         │          Relocation (kb.sources)   what every link must say so that it leads where it led
         ▼             │
    rewriting ─────────┘   a minor revision of each page whose links change, byte for byte otherwise
         │
       audit            one event for what was done, one for each revision, all in one transaction

A former address names the article, not another address: there is no chain and no loop. While an article has
an address, or has ever had it, nobody else is given it here; should an import bring another page to it all
the same, the page that is there wins. A merged page's addresses all lead to the page that took it up. What
is archived keeps its addresses and its text, and can be read there.

A dry run does everything in a transaction that is then undone, so that it promises what will happen.
"""

from kb.library.moving.errors import AddressTaken, BadAddress, CannotMove
from kb.library.moving.moving import Moving
from kb.library.moving.report import Move, MoveReport, Rewritten

__all__ = ["AddressTaken", "BadAddress", "CannotMove", "Move", "MoveReport", "Moving", "Rewritten"]
