"""What moving refuses.

LibraryError
 └── CannotMove        this page cannot be moved, merged or archived like that
      ├── BadAddress       what was asked for is no slug, path or title
      └── AddressTaken     another article is, or used to be, at that address
"""

from kb.library.errors import LibraryError


class CannotMove(LibraryError):  # noqa: N818 -- named for what the person is told
    """This page cannot be moved, merged or archived like that; the message says why and what to do."""


class BadAddress(CannotMove):
    """What was asked for is no slug, path or title."""


class AddressTaken(CannotMove):
    """Another article is, or used to be, at that address."""
