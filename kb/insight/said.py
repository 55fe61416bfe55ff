"""What our pages say of each complaint type, kept in step with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.sources.complaint_words import complaint_examples
from policies import NoPolicy

if TYPE_CHECKING:
    from kb.desk import Rulebook
    from kb.desk.rules import Rules
    from kb.library import Shelves
    from kb.library.catalogue import Catalogue
    from kb.search.complaints import Example


class Said:
    """The vocabulary's labels and phrases in force today, and the other names of the playbooks."""

    def __init__(self, shelves: Shelves, rulebook: Rulebook) -> None:
        """Read the vocabulary in `rulebook` and the playbooks on `shelves`."""
        self._shelves = shelves
        self._rulebook = rulebook
        self._known: tuple[tuple[object, ...], tuple[Example, ...]] = ((), ())

    def examples(self) -> tuple[Example, ...]:
        """Return the examples as of now; none where no vocabulary is in force."""
        rules, catalogue, today = self._rulebook.rules(), self._shelves.catalogue(), self._rulebook.today()
        made_of, found = self._known
        if made_of != (rules, catalogue, today):
            try:
                complaints = rules.book.complaints(today)
            except NoPolicy:
                complaints = ()
            fresh = complaint_examples(complaints, _About(rules, catalogue))
            found = found if fresh == found else fresh
            self._known = ((rules, catalogue, today), found)
        return found


class _About:
    """Finds the other names and the summary of the page that a link on a vocabulary page leads to."""

    def __init__(self, rules: Rules, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._paths = [
            found[0].page.path for found in rules.editions.values() if found and found[0].page.is_vocabulary
        ]

    def __call__(self, href: str) -> tuple[str, ...]:
        """Return what is also said of the page at `href`; nothing where it leads nowhere."""
        addresses = self._catalogue.addresses
        for slug, _ in filter(None, (addresses.target(path, href) for path in self._paths)):
            entry = self._catalogue.entries.get(slug)
            if entry is not None:
                return tuple(filter(None, (*entry.aliases, entry.card.summary)))
        return ()
