"""What is refused on the way of a change to its readers.

LibraryError
 └── DraftError
      ├── Unfit          the text cannot be a page, or a policy cannot be proved; every problem by line
      ├── Conflict       somebody else was faster: a merge is offered, and both texts are kept
      ├── Stale          the draft is no longer what this person was looking at
      ├── WrongStep      the draft is not at the step from which this could be done
      ├── NotApproved    approvals of this very text are missing
      ├── NeedsComment   whoever sends a change back says why
      ├── BadAddress     a new page cannot have this slug or path
      └── TooLarge       more than is kept, even of a draft
"""

from kb.library.drafting.offer import Offer
from kb.library.errors import LibraryError
from policies import Problem


class DraftError(LibraryError):
    """The base of what is refused on a change's way; the message is for the person who asked."""


class Unfit(DraftError):  # noqa: N818 -- named for what the author is told
    """The text cannot be published as it is; it is kept, and `problems` says all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems for whoever shows them one by one."""
        said = "; ".join(f"line {problem.line}: {problem.message}" for problem in problems[:3])
        more = f" (and {len(problems) - 3} more)" if len(problems) > 3 else ""
        super().__init__(f"This page cannot go to readers yet: {said}{more}.")
        self.problems = problems


class Conflict(DraftError):  # noqa: N818 -- named for what the author is told
    """Somebody else changed the same text meanwhile; nothing was overwritten, and `offer` has every text."""

    def __init__(self, offer: Offer) -> None:
        """Keep the offer for whoever shows the texts beside each other."""
        how = "both changes fit together" if offer.clean else "some lines were changed by both"
        super().__init__(f"{offer.by} changed this meanwhile; {how}. Your text is kept.")
        self.offer = offer


class Stale(DraftError):  # noqa: N818 -- named for what the person is told
    """The draft was changed while this person was looking at it."""


class WrongStep(DraftError):  # noqa: N818 -- named for what the person is told
    """This cannot be done to the draft as it stands."""


class NotApproved(DraftError):  # noqa: N818 -- named for what the person is told
    """Approvals of this very text are missing."""


class NeedsComment(DraftError):  # noqa: N818 -- named for what the person is told
    """A change is sent back with the reason."""


class BadAddress(DraftError):  # noqa: N818 -- named for what the author is told
    """The slug or the path is taken, or cannot be one."""


class TooLarge(DraftError):  # noqa: N818 -- named for what the author is told
    """The text is larger than anything that is kept."""
