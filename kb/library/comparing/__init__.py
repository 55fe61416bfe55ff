"""Two texts of a page beside each other: as they are written, as they read, and as they decide.

source    lines in hunks, with the words that differ        ──> Hunk, Line, Part
rendered  the page as readers see it, with <ins> and <del>  ──> safe HTML
words     one way to cut a line and to compare the pieces, for both
"""

from kb.library.comparing.rendered import rendered_difference
from kb.library.comparing.source import Hunk, Line, Part, source_difference

__all__ = ["Hunk", "Line", "Part", "rendered_difference", "source_difference"]
