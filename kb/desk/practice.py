"""Practice: cases decided for learning, by the policies in force; nothing is logged and nobody is granted."""

from collections.abc import Mapping

from kb.desk.rulebook import Rulebook
from policies import Decision, NoPolicy


class Practice:
    """What rooms below the desk are given of it: the ladder of authority, and a decider of made-up cases."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Decide by `rulebook`, as of today."""
        self._rulebook = rulebook

    def ladder(self) -> tuple[str, ...]:
        """Return the keys of the roles that have authority, lowest first; none where no policy names any."""
        try:
            return tuple(role.key for role in self._rulebook.book().roles(self._rulebook.today()))
        except NoPolicy:
            return ()

    def decide(self, complaint: str, role: str, facts: Mapping[str, object]) -> Decision:
        """Say what `role` may do in a case; an empty `role` is the lowest of the ladder.

        Raises:
            policies.PolicyError: no policy decides it, or the case cannot be read.
        """
        acting = role or next(iter(self.ladder()), "")
        policy = self._rulebook.in_force(complaint)
        return self._rulebook.book().decide(policy.complaint, acting, facts, self._rulebook.today())
