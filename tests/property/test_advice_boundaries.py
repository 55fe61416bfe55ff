"""Boundary examples of random policies: pasted they pass, and they reach every rule that can decide."""

from hypothesis import HealthCheck, assume, given, settings
from strategies import World, worlds
from test_policy_laws import DAY, book_of

from policies import Page, boundary_examples, coverage, read

some = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def pasted(world: World, table: str) -> tuple[Page, Page]:
    vocabulary, policy = world.pages()
    body = policy.body + "\n## Worked examples\n\n" + table
    return vocabulary, Page(
        policy.path, policy.slug, policy.meta, policy.meta_lines, body, policy.body_line, "0"
    )


@some
@given(worlds())
def test_the_table_passes_when_it_is_read_back(world) -> None:
    policy = book_of(world).policy("late", DAY)
    table = boundary_examples(policy)
    book = read(pasted(world, table))
    assert [str(problem) for problem in book.problems if problem.severity == "error"] == []
    assert len(book.policy("late", DAY).examples) == len(table.splitlines()) - 2 > 0


@some
@given(worlds(most_rules=4, most_facts=2))
def test_every_rule_that_decides_in_some_case_of_the_grid_is_exercised(world) -> None:
    policy = book_of(world).policy("late", DAY)
    exercised = {
        rule.id
        for rule in coverage(read(pasted(world, boundary_examples(policy))).policy("late", DAY)).covered
    }
    cases: list[dict[str, str]] = [{}]
    for fact in world.facts:
        cases = [{**case, fact.key: value} for case in cases for value in fact.grid]
    assume(len(cases) <= 500)
    book, deciding = book_of(world), set()
    for role in world.roles:
        for case in cases:
            for verdict in book.decide("late", role, case, DAY).verdicts:
                lowest = [rule.id for rule in verdict.rules if rule.effect != "may" or rule.who.label == role]
                deciding |= {
                    name for name in lowest if role == world.roles[0] or verdict.word in ("may", "needs")
                }
    assert deciding <= exercised
