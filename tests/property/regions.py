"""Regions read back from their words, knowing nothing of how they were written."""

import naive_engine as naive
from strategies import Word


def in_words(facts: tuple[Word, ...], case: dict[str, str], region: str) -> bool:
    """Whether a case is one of those a region describes, reading nothing but its words."""
    if region == "every case":
        return True
    for part in region.split(", "):
        fact = max((f for f in facts if part.startswith(f.label)), key=lambda f: len(f.label))
        if not any(
            says(test, case[fact.key]) for test in part.removeprefix(fact.label).strip().split(" or ")
        ):
            return False
    return True


def says(test: str, value: str) -> bool:
    have = naive.measure(value)
    test = test.removeprefix("is ")
    if test.startswith("not "):
        return have != naive.measure(test.removeprefix("not "))
    for part in test.split(" and "):
        for start, meets in COMPARISONS.items():
            if part.startswith(start):
                if not meets(have, naive.measure(part.removeprefix(start))):
                    return False
                break
        else:
            if part.startswith("from "):
                low, high = part.removeprefix("from ").split(" to ")
                if not naive.measure(low) <= have <= naive.measure(high):
                    return False
            elif have != naive.measure(part):
                return False
    return True


COMPARISONS = {
    "above ": lambda have, than: have > than,
    "at least ": lambda have, than: have >= than,
    "below ": lambda have, than: have < than,
    "at most ": lambda have, than: have <= than,
}
