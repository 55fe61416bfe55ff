"""Gaps, dead rows and differences against a solver that reads the rows by itself: z3, over all reals and
integers."""

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from naive_engine import measure
from strategies import DECIMALS, Word, World, worlds
from test_analysis_differences import revisions
from test_analysis_proofs import book_of
from test_policy_laws import SCALE

from policies import analyse, difference

z3 = pytest.importorskip("z3")

some = settings(
    max_examples=30 * SCALE, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


class Encoded:
    """A world as formulas: facts are numbers, money whole minor units, amounts real until they are
    rounded."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.solver = z3.Solver()
        self.scale = 10 ** DECIMALS[world.currency]
        self.fact = {}
        for word in world.facts:
            self.fact[word.label] = (z3.Real if word.type == "number" else z3.Int)(word.key)
            low, high = (
                self.value(word, text) for text in sorted(word.grid, key=measure)[:: len(word.grid) - 1]
            )
            self.solver.add(self.fact[word.label] >= low, self.fact[word.label] <= high)

    def value(self, word: Word, text: str) -> object:
        found = measure(text)
        found = found * self.scale if word.type == "money" else found
        return z3.RealVal(str(found)) if word.type == "number" else z3.IntVal(int(found))

    def holds(self, row: dict[str, str]) -> object:
        return z3.And(*(self.cell(word, row[word.label]) for word in self.world.facts))

    def cell(self, word: Word, text: str) -> object:
        text = text.replace("≤", "<=").replace("*", "").replace("\u00a0", " ").strip()
        if text in ("", "-"):
            return z3.BoolVal(val=True)
        if text.startswith("not("):
            return z3.Not(z3.Or(*(self.item(word, each) for each in text[4:-1].split(","))))
        return z3.Or(*(self.item(word, each) for each in text.split(",")))

    def item(self, word: Word, text: str) -> object:
        text, have = text.strip(), self.fact[word.label]
        for sign, compare in SIGNS.items():
            if text.startswith(sign):
                return compare(have, self.value(word, text.removeprefix(sign)))
        if ".." in text:
            low, high = (self.value(word, end) for end in text.strip("[]()").split(".."))
            above = have > low if text.startswith("(") else have >= low
            return z3.And(above, have < high if text.endswith(")") else have <= high)
        return have == self.value(word, text)

    def amount(self, text: str) -> object:
        """Whole minor units."""
        exact, rest = self.total(text.strip())
        assert not rest, rest
        rounded = z3.ToInt(exact + z3.Q(1, 2))
        return z3.If(rounded < 0, 0, rounded)

    def total(self, text: str) -> tuple[object, str]:
        found, rest = self.part(text)
        while rest.startswith("+"):
            more, rest = self.part(rest[1:].strip())
            found = found + more
        return found, rest

    def part(self, text: str) -> tuple[object, str]:
        for name in ("min", "max"):
            if text.startswith(f"{name}("):
                found, rest = self.total(text[4:])
                while rest.startswith(","):
                    other, rest = self.total(rest[1:].strip())
                    wins = found <= other if name == "min" else found >= other
                    found = z3.If(wins, found, other)
                return found, rest.removeprefix(")").strip()
        ends = [at for at in (text.find(sign) for sign in "+,)") if at >= 0]
        here, rest = (
            text[: min(ends, default=len(text))].strip(),
            text[min(ends, default=len(text)) :].strip(),
        )
        if "% of " in here:
            share, label = here.split("% of ")
            return z3.ToReal(self.fact[label]) * z3.RealVal(share) / 100, rest
        if " x " in here:
            one, other = here.split(" x ")
            label, rate = (one, other) if one in self.fact else (other, one)
            return self.fact[label] * z3.RealVal(rate) * self.scale, rest
        return z3.RealVal(here) * self.scale, rest

    def outcome(self, rows: tuple[dict[str, str], ...], remedy: str, rank: int) -> list[object]:
        """Word, own limit and what is due, as numbers; -1 is none."""
        roles = self.world.roles
        mine = [(row, self.holds(row)) for row in rows if row["Remedy"] == remedy]
        who = {id(row): roles.index(row["Who"]) if row.get("Who") else 0 for row, _ in mine}

        def anyone(effects: tuple[str, ...], most: int = 9) -> object:
            return z3.Or(*(on for row, on in mine if row["Effect"] in effects and who[id(row)] <= most))

        def most(effects: tuple[str, ...], rank: int) -> object:
            found = z3.IntVal(-1)
            for row, on in mine:
                if row["Effect"] in effects and who[id(row)] <= rank and row.get("Up to"):
                    here = self.amount(row["Up to"])
                    found = z3.If(z3.And(on, here > found), here, found)
            return found

        never, must = anyone(("never",)), anyone(("must",))
        can, somebody = anyone(("may", "must"), rank), anyone(("may", "must"))
        word = z3.If(never, z3.If(must, 5, 0), z3.If(must, 4, z3.If(can, 3, z3.If(somebody, 2, 1))))
        gives = z3.And(z3.Not(never), z3.Or(must, can))
        limit = z3.If(gives, most(("may", "must"), rank), -1)
        return [word, limit, z3.If(z3.And(must, z3.Not(never)), most(("must",), 9), -1)]

    def differ(self, old: tuple[dict[str, str], ...], new: tuple[dict[str, str], ...]) -> bool | None:
        """Whether some case comes out otherwise; None where the solver cannot tell in time."""
        pairs = [
            (one, other)
            for remedy, _ in self.world.remedies
            for rank in range(len(self.world.roles))
            for one, other in zip(
                self.outcome(old, remedy, rank), self.outcome(new, remedy, rank), strict=True
            )
        ]
        return self.possible(z3.Or(*(one != other for one, other in pairs)))

    def possible(self, formula: object) -> bool | None:
        self.solver.set("timeout", 3000)
        self.solver.push()
        self.solver.add(formula)
        answer = self.solver.check()
        self.solver.pop()
        return None if answer == z3.unknown else answer == z3.sat


SIGNS = {
    "<=": lambda have, want: have <= want,
    ">=": lambda have, want: have >= want,
    "<": lambda have, want: have < want,
    ">": lambda have, want: have > want,
}


@some
@given(worlds(most_rules=8))
def test_the_solver_finds_a_case_without_a_rule_exactly_where_the_analysis_does(world: World) -> None:
    encoded = Encoded(world)
    silent = encoded.possible(z3.And(*(z3.Not(encoded.holds(row)) for row in world.rows)))
    found = [
        f for f in analyse(book_of(world)) if f.code.startswith("gap") and "no rule applies" in f.message
    ]
    assert bool(found) == silent


@some
@given(worlds(most_rules=6))
def test_the_solver_agrees_on_which_rows_are_dead(world: World) -> None:
    assume(not any(row["Effect"] == "must" and row.get("Who") for row in world.rows))
    dead = [f.message.split("`")[1] for f in analyse(book_of(world)) if f.code == "dead-row"]
    alive = tuple(row for row in world.rows if row["Rule"] not in dead)
    encoded = Encoded(world)
    assert encoded.differ(world.rows, alive) in (False, None)
    for row in alive:
        assert encoded.differ(alive, tuple(other for other in alive if other is not row)) in (True, None), row


@some
@given(revisions())
def test_the_solver_agrees_on_whether_two_revisions_are_equal(pair: tuple[World, World]) -> None:
    old, new = pair
    assume(not any(row["Effect"] == "must" and row.get("Who") for row in (*old.rows, *new.rows)))
    found = difference(book_of(old), book_of(new))
    assert Encoded(old).differ(old.rows, new.rows) in (not found.equal, None)
