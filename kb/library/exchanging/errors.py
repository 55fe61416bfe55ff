"""What an exchange refuses as a whole.

LibraryError
 └── ExchangeError        nothing was taken in, nothing was written
      ├── BadArchive      the ZIP is damaged, or made to harm; `code` and `entry` say what and where
      ├── BadManifest     `.carebook/library.json` cannot be read
      └── NotExportable   the place cannot take an export
"""

from kb.library.errors import LibraryError


class ExchangeError(LibraryError):
    """The base of what an exchange refuses; nothing was changed."""

    code = "exchange"


class BadArchive(ExchangeError):  # noqa: N818 -- named for what is bad
    """The archive is refused as a whole, for one entry of it or for itself."""

    def __init__(self, code: str, message: str, entry: str = "") -> None:
        """Keep the code and the entry's name, cut short, for whoever reports them."""
        shown = entry[:120].encode("utf-8", "backslashreplace").decode("utf-8")
        super().__init__(f"`{shown}`: {message}" if entry else message)
        self.code = code
        self.entry = entry


class BadManifest(ExchangeError):  # noqa: N818 -- named for what is bad
    """The manifest is not one that this Carebook reads."""

    code = "bad-manifest"


class NotExportable(ExchangeError):  # noqa: N818 -- named for what cannot be done
    """The place holds something that an export must not overwrite, or cannot be written."""

    code = "not-exportable"
