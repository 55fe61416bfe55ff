"""Random cases by the thousand, each decided by the engine and by the naive one, row by row."""

import random
from collections import Counter
from functools import lru_cache

import naive_engine as naive
from hypothesis import HealthCheck, Phase, given, seed, settings
from strategies import World, worlds

from policies import Book, read
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide

DOUBTFUL = ("empty-range", "ambiguous-number")
"""Problems that a random page may have: it is then no policy."""

# The naive engine reads every cell anew; asked for a million cases it may remember what it has read.
naive.holds = lru_cache(maxsize=2**16)(naive.holds)


def compare(number: int, per_world: int, start: int, most_rules: int = 7) -> Counter[str]:
    """Compare both engines on `per_world` cases of each of so many worlds; return how often each word came
    out.

    Raises AssertionError, with the case, where they differ.
    """
    met: Counter[str] = Counter()
    many = settings(
        max_examples=number, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    @seed(start)
    @many
    @given(worlds(most_rules=most_rules))
    def on_one_world(world: World) -> None:
        book = read(world.pages())
        if not any(problem.code in DOUBTFUL for problem in book.problems):
            met.update(_compare_on(world, book, per_world, random.Random(start)))  # noqa: S311 - repeatable

    on_one_world()
    return met


def _compare_on(world: World, book: Book, count: int, chance: random.Random) -> Counter[str]:
    met: Counter[str] = Counter()
    (policy,) = book.pages.compiled.values()
    for _ in range(count):
        case = {fact.key: chance.choice(fact.grid) for fact in world.facts}
        rank = chance.randrange(len(world.roles))
        role = policy.vocabulary.roles[rank]
        for verdict in decide(policy, role, read_case(case, policy.vocabulary)).bare:
            expected = naive.decide(world, verdict.remedy.label, rank, case)
            said = (
                verdict.word,
                list(verdict.limits),
                verdict.entitled,
                verdict.needs_role.rank if verdict.needs_role else None,
                {rule.id for rule in verdict.rules},
            )
            wanted = (expected.word, expected.limits, expected.entitled, expected.needs, expected.rules)
            assert said == wanted, f"{world.rows}\n{case}\n{role.key}: {said}, not {wanted}"
            met[verdict.word] += 1
        met["cases"] += 1
    return met
