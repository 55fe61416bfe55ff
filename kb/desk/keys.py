"""What callers hand in with a press of a button, checked: keys, amounts, reasons."""

from kb.desk.errors import DeskError

LARGEST = 10**15
"""The most minor units that one entry may have."""
LONGEST_KEY = 100
LONGEST_REASON = 500
OF_REQUESTS = "request:"
"""How the keys of grants begin that an approval makes."""


def key_of_press(key: str, refusal: type[DeskError]) -> str:
    """Return the caller's key.

    Raises:
        DeskError: of the sort `refusal`, `bad-key`.
    """
    text = key.strip() if isinstance(key, str) else ""
    if not text or len(text) > LONGEST_KEY or not text.isprintable() or text.startswith(OF_REQUESTS):
        raise refusal("bad-key", f"A key is 1 to {LONGEST_KEY} printable characters, new for every press.")
    return text


def reason_of(reason: str, refusal: type[DeskError], *, needed: bool = True) -> str:
    """Return a reason in words, of at most 500 characters.

    Raises:
        DeskError: of the sort `refusal`, `no-reason`.
    """
    text = " ".join(reason.split())[:LONGEST_REASON]
    if needed and not text:
        raise refusal("no-reason", "Say why, in a few words.")
    return text


def squeezed(text: str) -> str:
    """Return an obligation as it is compared: capitals and spaces make no difference."""
    return " ".join(str(text).split()).casefold()
