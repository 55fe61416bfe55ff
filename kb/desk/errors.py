"""What the desk refuses.

DeskError               `code` is stable, `message` and `hint` are for the person who asked
 ├── BadCase            a reference that is no opaque id, or a fact that only the ledger can know
 ├── NotThere           no such consultation, request or grant, or none that this person may see
 ├── NotGranted         why nothing was given; `budget` names the one that is used up
 ├── NotAnswered        a request that was not made, or cannot be answered like this, or any more
 ├── NotReversed        a grant that cannot be taken back, by this person or at all
 └── NoReceipt          a receipt that cannot be written or read

Nothing is written when one of these is raised, save that a request found to have run out says so.
"""


class DeskError(Exception):
    """The base of what the desk refuses."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep the parts apart for whoever shows them."""
        super().__init__(f"{message} {hint}".strip())
        self.code = code
        self.message = message
        self.hint = hint


class BadCase(DeskError):  # noqa: N818 -- named for what is wrong
    """The case cannot be put like this."""


class NotThere(DeskError):  # noqa: N818 -- named for what the person is told
    """There is none, or none that this person may see: the two are told alike."""


class NotGranted(DeskError):  # noqa: N818 -- named for what did not happen
    """Nothing was given.

    `code` is one of: `no-authority`, `not-offered`, `never`, `depends`, `needs-approval`, `over-limit`,
    `over-budget`, `no-reference` (a budget is per customer or order, and the case names none), `bad-budget`,
    `already-granted`, `unconfirmed`, `policy-changed`, `not-yours`, `bad-amount`, `bad-key`, `key-reused`.
    `budget` is the key of the budget in question, `label` what people call it, `left` its minor units.
    """

    def __init__(
        self, code: str, message: str, hint: str = "", *, budget: str | None = None, left: int | None = None
    ) -> None:
        """Say why, and of which budget."""
        super().__init__(code, message, hint)
        self.budget = budget
        self.left = left


class NotAnswered(DeskError):  # noqa: N818 -- named for what did not happen
    """A request was not made or not answered.

    `code` is one of: `not-needed`, `nobody-may`, `not-yours`, `own-request`, `too-low`, `already-answered`,
    `expired`, `above-asked`, `no-reason`, `bad-key`, `key-reused`.
    """


class NotReversed(DeskError):  # noqa: N818 -- named for what did not happen
    """A grant was not taken back.

    `code` is one of: `already-reversed`, `is-reversal`, `too-late`, `not-yours`, `no-reason`, `bad-key`,
    `key-reused`.
    """


class NoReceipt(DeskError):  # noqa: N818 -- named for what is missing
    """There is no receipt: `forgotten` (the case's facts were deleted), `unreadable` or `is-reversal`."""
