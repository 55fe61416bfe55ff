"""An offer: what two people made of one text, put together, with all the texts it was made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """Three texts and their merge. `by` is who wrote `theirs`.

    Where it is not `clean`, `merged` has markers around each of the `conflicts`. A save of what was made of
    it names `version`, the draft's newest, and, where `theirs` is the live page, `revision` as what it is
    based on now.
    """

    base: str
    theirs: str
    yours: str
    merged: str
    clean: bool
    conflicts: int
    by: str
    version: int
    revision: int | None
