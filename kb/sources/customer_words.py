"""What customers say, by the playbook that answers it: the bridge from their words to ours."""

from collections.abc import Iterable
from datetime import date

from kb.sources.addresses import Addresses
from policies import Book, NoPolicy


def customer_words(
    book: Book, vocabularies: Iterable[str], addresses: Addresses, today: date
) -> dict[str, tuple[str, ...]]:
    """Return, by the slug of each playbook, what customers say of the complaints it is for.

    `vocabularies` are the paths of the vocabulary pages, in which the links to playbooks are written. Where
    no vocabulary is in force there are no words.
    """
    try:
        complaints = book.complaints(today)
    except NoPolicy:
        return {}
    words: dict[str, tuple[str, ...]] = {}
    paths = tuple(vocabularies)
    for complaint in complaints:
        found = [addresses.target(path, complaint.playbook) for path in paths] if complaint.playbook else []
        for slug, _ in [target for target in found if target][:1]:
            words[slug] = (*words.get(slug, ()), complaint.label, *complaint.says)
    return words
