"""The remedies of a complaint type as its policy has them now, for the pages that show them."""

from collections.abc import Iterator

from kb.desk.rulebook import Rulebook
from kb.desk.rules_in_words import lines_of
from kb.library.shelves import Shelves
from kb.library.transcluding import Note, RemedySheet
from policies import ComplaintType, NoPolicy, Policy
from policies.label import key_of, suggestion


class Sheets:
    """Answers for the `remedies` blocks of pages: what the policy in force offers, or why there is none."""

    def __init__(self, rulebook: Rulebook, shelves: Shelves) -> None:
        """Ask `rulebook` for policies; `shelves` know whose playbook a page is."""
        self._rulebook = rulebook
        self._shelves = shelves

    def sheet(self, slug: str, complaint: str, role: str) -> RemedySheet | Note:
        """Return the remedies of `complaint`, or of the complaint type that the page at `slug` is for."""
        try:
            kinds = self._rulebook.book().complaints(self._rulebook.today())
        except NoPolicy as error:
            return Note(f"The remedies cannot be shown: {error.message}.")
        kind = _named(kinds, complaint) if complaint else self._of_page(kinds, slug)
        if isinstance(kind, Note):
            return kind
        try:
            policy = self._rulebook.in_force(kind.key)
        except NoPolicy:
            words = f"No policy for {kind.label.lower()} is in force just now."
            return Note(f"{words} Promise nothing; refer the case upward.")
        return _sheet(kind, policy, role)

    def _of_page(self, kinds: tuple[ComplaintType, ...], slug: str) -> ComplaintType | Note:
        found = [kind for kind in kinds if kind.playbook and slug in self._targets(kind.playbook)]
        if len(found) == 1:
            return found[0]
        if not found:
            words = "The remedies cannot be shown: this page is no complaint type's playbook."
            return Note(f"{words} Name one: `complaint: …`.")
        names = ", ".join(f"`{kind.key}`" for kind in found)
        return Note(f"The remedies cannot be shown: the page is for {names}. Name one: `complaint: …`.")

    def _targets(self, href: str) -> Iterator[str]:
        addresses = self._shelves.catalogue().addresses
        vocabulary = self._rulebook.book().vocabulary(self._rulebook.today())
        found = addresses.target(vocabulary.path, href)
        return iter((found[0],) if found else ())


def _named(kinds: tuple[ComplaintType, ...], complaint: str) -> ComplaintType | Note:
    wanted = key_of(complaint)
    found = next((kind for kind in kinds if kind.key == wanted), None)
    if found is not None:
        return found
    hint = suggestion(complaint, [kind.key for kind in kinds])
    return Note(_unknown("complaint type", complaint, hint))


def _sheet(kind: ComplaintType, policy: Policy, role: str) -> RemedySheet | Note:
    asking = policy.vocabulary.role_at.get(key_of(role)) if role else None
    if role and asking is None:
        hint = suggestion(role, [each.label for each in policy.vocabulary.roles])
        return Note(_unknown("role", role, hint))
    since = f"{policy.effective.day} {policy.effective:%B %Y}" if policy.effective else ""
    return RemedySheet(kind.key, kind.label, policy.slug, since, lines_of(policy, asking))


def _unknown(what: str, written: str, hint: str) -> str:
    return f"The remedies cannot be shown: no {what} `{written[:60]}`" + (f"; {hint}" if hint else ".")
