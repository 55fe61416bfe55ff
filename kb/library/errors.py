"""What the library refuses.

LibraryError
 ├── NotFound          there is no such article, or none that this person may see: the two are told alike
 └── NoStarterPages    a fresh database has nothing to be filled from
"""


class LibraryError(Exception):
    """The base of what the library refuses; the message is for the person who asked."""


class NotFound(LibraryError):  # noqa: N818 -- named for what the reader is told
    """There is no such article."""


class NoStarterPages(LibraryError):  # noqa: N818 -- named for what is missing
    """The folder of starter pages is not where the settings say."""
