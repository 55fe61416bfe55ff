"""The meaning of a policy once more, as plainly as can be: row by row, text in hand, every completion tried.

It shares no code with the engine: it reads the cells itself, computes in fractions, and knows nothing of sets
or bits.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from math import floor

from strategies import CHOICES, DECIMALS, World

Case = dict[str, "str | None"]


def key(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def measure(text: str) -> Fraction | int:
    """Any literal as something that can be compared."""
    text = text.replace("*", "").replace("\u00a0", " ").strip().lower()
    if text in ("yes", "no"):
        return int(text == "yes")
    labels = [choice.lower() for choice in CHOICES]
    if text in labels:
        return labels.index(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text).toordinal()
    return Fraction(text)


def holds(cell: str, value: str) -> bool:
    cell = cell.strip().replace("≤", "<=")
    if cell in ("", "-"):
        return True
    if cell.startswith("not("):
        return not any(test(item, value) for item in cell[4:-1].split(","))
    return any(test(item, value) for item in cell.split(","))


def test(item: str, value: str) -> bool:
    item, have = item.strip(), measure(value)
    for sign in ("<=", ">=", "<", ">"):
        if item.startswith(sign):
            want = measure(item[len(sign) :])
            return {"<=": have <= want, ">=": have >= want, "<": have < want, ">": have > want}[sign]
    if ".." in item:
        low, high = item.strip("[]()").split("..")
        above = have > measure(low) if item.startswith("(") else have >= measure(low)
        below = have < measure(high) if item.endswith(")") else have <= measure(high)
        return above and below
    return have == measure(item)


def amount(text: str, case: Case, world: World) -> int | None:
    """What an Up to cell gives, in minor units; None where a fact it needs is not known."""
    names: dict[str, Fraction] = {}
    expression = re.sub(r"(\d+(?:\.\d+)?)% of", r"\1 * PERCENT *", text).replace(" x ", " * ")
    for at, fact in enumerate(sorted(world.facts, key=lambda fact: -len(fact.label))):
        if fact.label in expression:
            value = case[fact.key]
            if value is None:
                return None
            expression = expression.replace(fact.label, f"FACT_{chr(65 + at)}")
            names[f"FACT_{chr(65 + at)}"] = Fraction(value)
    expression = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r'F("\1")', expression)
    names["PERCENT"] = Fraction(1, 100)
    total = eval(expression, {"F": Fraction, "min": least, "max": most, **names})  # noqa: S307 - text of our own making
    return max(0, floor(total * 10 ** DECIMALS[world.currency] + Fraction(1, 2)))


def least(*amounts: Fraction) -> Fraction:
    return min(amounts)


def most(*amounts: Fraction) -> Fraction:
    return max(amounts)


@dataclass
class Answer:
    word: str
    limits: list[int | None]
    entitled: int | None = None
    needs: int | None = None
    rules: frozenset[str] = frozenset()


def decide(world: World, remedy: str, rank: int, case: Case, pricing: Case | None = None) -> Answer:
    """The verdict with every condition known; `pricing` is the case that amounts are worked out in."""
    nothing: list[int | None] = [None] * len(world.roles)
    measured = dict(world.remedies)[remedy] == "money"
    rows = [row for row in world.rows if row["Remedy"] == remedy and row_holds(row, case, world)]
    by = {effect: [row for row in rows if row["Effect"] == effect] for effect in ("must", "may", "never")}
    if by["never"] and by["must"]:
        return Answer("needs", nothing, needs=len(world.roles) - 1, rules=names(by["never"] + by["must"]))
    if by["never"]:
        return Answer("never", nothing, rules=names(by["never"]))
    priced = [
        (row, who(row, world), amount(row["Up to"], pricing or case, world) if measured else None)
        for row in by["must"] + by["may"]
    ]
    limits = [top([much for _, who_may, much in priced if who_may <= at]) for at in range(len(world.roles))]
    if by["must"]:
        musts = [entry for entry in priced if entry[0]["Effect"] == "must"]
        entitled = top([much for _, _, much in musts])
        setting = [entry for entry in musts if entitled is None or entry[2] == entitled]
        lowest = min(who_may for _, who_may, _ in setting)
        if entitled is not None and limits[rank] is not None and limits[rank] > entitled:
            setting += [entry for entry in priced if entry[1] <= rank and entry[2] == limits[rank]]
        return Answer(
            "must", limits, entitled, lowest if lowest > rank else None, names([row for row, _, _ in setting])
        )
    if not priced:
        return Answer("none", nothing)
    lowest = min(who_may for _, who_may, _ in priced)
    giving = max(rank, lowest)
    rules = names(
        [
            row
            for row, who_may, much in priced
            if who_may <= giving and (not measured or much == limits[giving])
        ]
    )
    if lowest <= rank:
        return Answer("may", limits, rules=rules)
    return Answer("needs", limits, needs=lowest, rules=rules)


def row_holds(row: dict[str, str], case: Case, world: World) -> bool:
    return all(holds(row[fact.label], str(case[fact.key])) for fact in world.facts)


def who(row: dict[str, str], world: World) -> int:
    return world.roles.index(row["Who"]) if row["Who"] else 0


def names(rows: list[dict[str, str]]) -> frozenset[str]:
    return frozenset(row["Rule"] for row in rows)


def top(amounts: list[int | None]) -> int | None:
    return max((much for much in amounts if much is not None), default=None)


def completions(world: World, case: Case) -> list[Case]:
    missing = [fact for fact in world.facts if case[fact.key] is None]
    return [
        {**case, **dict(zip([fact.key for fact in missing], values, strict=True))}
        for values in product(*(fact.grid for fact in missing))
    ]


@dataclass
class Unsure:
    word: str
    limits: list[int | None]
    needs: int | None
    entitled: int | None
    missing: frozenset[str]
    rules: frozenset[str]


def decide_unsure(world: World, remedy: str, rank: int, case: Case) -> Unsure:
    """The verdict with facts missing, by trying every completion."""
    every = completions(world, case)
    answers = [decide(world, remedy, rank, full) for full in every]
    surely = [decide(world, remedy, rank, full, {**full, **case}) for full in every]
    words = {answer.word for answer in answers}
    limits = [bottom([answer.limits[at] for answer in surely]) for at in range(len(world.roles))]
    if len(words) > 1:
        return Unsure("depends", limits, None, None, mattering(world, case, every, answers), frozenset())
    limits = [agreed([answer.limits[at] for answer in answers], less) for at, less in enumerate(limits)]
    deciding = frozenset().union(*(answer.rules for answer in answers))
    always = [
        row
        for row in world.rows
        if row["Remedy"] == remedy and all(row_holds(row, full, world) for full in every)
    ]
    needs = max((answer.needs for answer in answers if answer.needs is not None), default=None)
    return Unsure(
        word=words.pop(),
        limits=limits,
        needs=needs,
        entitled=agreed(
            [answer.entitled for answer in answers], bottom([answer.entitled for answer in surely])
        ),
        missing=mattering(world, case, every, answers),
        rules=(deciding & names(always)) or deciding,
    )


def agreed(amounts: list[int | None], otherwise: int | None) -> int | None:
    return amounts[0] if len(set(amounts)) == 1 else otherwise


def bottom(amounts: list[int | None]) -> int | None:
    known = [much for much in amounts if much is not None]
    return min(known) if len(known) == len(amounts) else None


def mattering(world: World, case: Case, every: list[Case], answers: list[Answer]) -> frozenset[str]:
    """The missing facts for which two completions that differ in nothing else come out differently."""
    matter = set()
    for fact in world.facts:
        if case[fact.key] is None:
            seen: dict[tuple[object, ...], tuple[object, ...]] = {}
            for full, answer in zip(every, answers, strict=True):
                rest = tuple(value for name, value in full.items() if name != fact.key)
                outcome = (answer.word, *answer.limits)
                if seen.setdefault(rest, outcome) != outcome:
                    matter.add(fact.key)
                    break
    return frozenset(matter)
