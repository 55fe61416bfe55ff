"""What may be said of a person: a name, an address, a role, an authority, a team; each read and checked."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, Literal

Field = Literal["name", "email", "role", "authority", "team"]

ROLES: Final = ("starter", "agent", "lead", "manager")
_LONGEST: Final[Mapping[Field, int]] = {"name": 120, "email": 254, "role": 20, "authority": 120, "team": 120}
_WHAT: Final[Mapping[Field, str]] = {
    "name": "a name",
    "email": "an e-mail address",
    "role": "a role",
    "authority": "an authority",
    "team": "a team",
}
_JOINERS: Final = "\u200c\u200d"
"""Cannot be seen either, but some names are not spelled without them."""
_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\],:;\\\"]{1,64}@[^\W_](?:[\w-]{0,62}\.)+(?!-)[\w-]{0,61}[^\W\d_]", re.UNICODE
)


class StaffError(Exception):
    """The base of what the staff list refuses; the message is for the person who asked.

    StaffError
     ├── Unfit           a particular cannot be so; `field` names it
     ├── NoSuchPerson    nobody has that number or address
     └── LastManager     it would leave nobody who can let others in
    """


class Unfit(StaffError):  # noqa: N818 -- named for what the person is told
    """A particular cannot be so."""

    def __init__(self, field: Field, message: str) -> None:
        """Keep the field apart, for whoever shows the message beside it."""
        super().__init__(message)
        self.field: Field = field


def read_particulars(
    given: Mapping[Field, str | None], ladder: tuple[str, ...], required: Iterable[Field] = ()
) -> dict[Field, str | None]:
    """Return the particulars as they are kept: tidy, the address in lower case, an empty one as None.

    `ladder` are the authorities there are, lowest first.

    Raises:
        Unfit: the first that cannot be so, or that is `required` and not given.
    """
    for field in required:
        if field not in given:
            raise Unfit(field, f"{_WHAT[field].capitalize()} is needed.")
    return {field: _read(field, value, ladder) for field, value in given.items()}


def _read(field: Field, value: str | None, ladder: tuple[str, ...]) -> str | None:
    words = " ".join(unicodedata.normalize("NFC", value or "").split())
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in words if char not in _JOINERS):
        raise Unfit(field, f"There is a character in {_WHAT[field]} that cannot be seen; type it anew.")
    if len(words) > _LONGEST[field]:
        raise Unfit(field, f"{_WHAT[field].capitalize()} has at most {_LONGEST[field]} characters.")
    if not words:
        if field in ("authority", "team"):
            return None
        raise Unfit(field, f"{_WHAT[field].capitalize()} is needed.")
    if field == "email":
        return _email(words)
    if field == "role" and words.lower() not in ROLES:
        raise Unfit(field, f"There is no role “{words}”: it is one of {', '.join(ROLES)}.")
    if field == "authority":
        return _authority(words, ladder)
    return words.lower() if field == "role" else words


def _email(words: str) -> str:
    if not _EMAIL.fullmatch(words) or ".." in words:
        raise Unfit("email", f"“{words}” is not an e-mail address: write it as name@example.org.")
    return words.lower()


def _authority(words: str, ladder: tuple[str, ...]) -> str:
    if not ladder:
        raise Unfit("authority", "No policy names any authority yet: leave it empty for now.")
    key = words.lower().replace(" ", "_")
    if key not in ladder:
        raise Unfit("authority", f"There is no authority “{words}”: it is one of {', '.join(ladder)}.")
    return key
