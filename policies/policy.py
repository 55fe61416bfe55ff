"""A policy: one complaint type's rules, compiled once against one vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from policies.price import price_of
from policies.reasoning.column import Column
from policies.reasoning.failing import Shown
from policies.reasoning.intake import Readings

if TYPE_CHECKING:
    from datetime import date

    from policies.fact import Fact
    from policies.language.example_table import Example
    from policies.price import Price
    from policies.reasoning.contest import Contest
    from policies.reasoning.intake import Reading
    from policies.reasoning.ruling import Ruling
    from policies.rule import Condition, Rule
    from policies.vocabulary import Budget, Remedy, Vocabulary

    Slice: TypeAlias = tuple["Block", int, int, int, dict[int, Ruling], dict[int, Contest]]


@dataclass(frozen=True)
class Block:
    """The rules about one remedy: `rules` in the table's order, bit 0 the first of them.

    `may[rank]` are the `may` rules that a role of that rank may use, its juniors' included.
    """

    remedy: Remedy
    offset: int
    rules: tuple[Rule, ...]
    must: int
    never: int
    may: tuple[int, ...]
    fixed: tuple[int | None, ...]
    """What each rule gives, in minor units, where that is the same in every case."""
    prices: tuple[Price | None, ...]
    """What works each rule's amount out, where there is one."""
    needed: tuple[frozenset[str], ...]
    """The keys of the facts that each rule's amount needs."""
    priced: int
    """The rules whose amount needs a fact, as bits."""
    budgets: tuple[Budget, ...]
    nothing: tuple[None, ...]
    """No limit for any rank."""
    roles: tuple[str, ...]
    """The keys of the roles, lowest first."""

    @cached_property
    def everyone(self) -> int:
        """All rules of the block, as bits."""
        return (1 << len(self.rules)) - 1

    def among(self, rules: int) -> int:
        """Return those of the policy's rules that are the block's, as its own bits."""
        return rules >> self.offset & self.everyone

    @cached_property
    def giving(self) -> int:
        """The rules that give the remedy to anybody, as bits of the whole policy."""
        return (self.must | self.may[-1]) << self.offset

    @cached_property
    def rulings(self) -> tuple[dict[int, Ruling], ...]:
        """Rulings kept, by the acting role's rank and the rules that hold."""
        return tuple({} for _ in self.may)

    @cached_property
    def contests(self) -> tuple[dict[int, Contest], ...]:
        """What is kept where amounts differ from case to case, likewise."""
        return tuple({} for _ in self.may)


@dataclass(frozen=True, eq=False)
class Policy:
    """One revision of a complaint type's policy, in the words of one revision of the vocabulary."""

    slug: str
    path: str
    sha256: str
    complaint: str
    complaint_label: str
    effective: date | None
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...] = ()

    @cached_property
    def said(self) -> dict[str, str | None]:
        """Which revision it is, in plain data."""
        effective = self.effective.isoformat() if self.effective else None
        return {"slug": self.slug, "sha256": self.sha256, "effective": effective}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts this policy uses, in conditions or amounts, in the vocabulary's order."""
        used = {condition.fact.key for rule in self.rules for condition in rule.conditions}
        used.update(key for rule in self.rules if rule.limit for key in rule.limit.facts)
        return tuple(fact for fact in self.vocabulary.facts if fact.key in used)

    @cached_property
    def fact_keys(self) -> frozenset[str]:
        """The keys of `facts`."""
        return frozenset(fact.key for fact in self.facts)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The rules by remedy, in the vocabulary's order; every remedy has a block, though perhaps an empty
        one."""
        blocks = []
        offset = 0
        by_remedy: dict[str, list[Rule]] = {}
        for rule in self.rules:
            by_remedy.setdefault(rule.remedy.key, []).append(rule)
        for remedy in self.vocabulary.remedies:
            rules = tuple(by_remedy.get(remedy.key, ()))
            blocks.append(_block(remedy, offset, rules, self.vocabulary))
            offset += len(rules)
        return tuple(blocks)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The conditions by fact, in the vocabulary's order, over the rules in the order of `blocks`."""
        keys = {condition.fact.key for rule in self.rules for condition in rule.conditions}
        return tuple(Column(fact, self.ordered) for fact in self.vocabulary.facts if fact.key in keys)

    @cached_property
    def ordered(self) -> tuple[Rule, ...]:
        """The rules in the order of `blocks`, the order of their bits."""
        return tuple(rule for block in self.blocks for rule in block.rules)

    @cached_property
    def everyone(self) -> int:
        """All rules, as bits."""
        return (1 << len(self.rules)) - 1

    @cached_property
    def slices(self) -> tuple[tuple[Slice, ...], ...]:
        """By rank and block: the block, its offset, all its rules, those priced, what is kept of rulings."""
        return tuple(
            tuple(
                (block, block.offset, block.everyone, block.priced, block.rulings[rank], block.contests[rank])
                for block in self.blocks
            )
            for rank in range(len(self.vocabulary.roles))
        )

    @cached_property
    def intake(self) -> tuple[tuple[str, bool, Readings, dict[object, Reading]], ...]:
        """How facts are read: each fact's key, whether it has a column, its readings and those kept."""
        columns = {column.key: column for column in self.columns}
        readings = {fact.key: Readings(fact, columns.get(fact.key)) for fact in self.vocabulary.facts}
        return tuple((key, key in columns, each, each.kept) for key, each in readings.items())

    @cached_property
    def comparable(self) -> tuple[tuple[int, str], ...]:
        """The places and keys of the columns whose facts have an order."""
        return tuple((at, column.key) for at, column in enumerate(self.columns) if column.comparable)

    @cached_property
    def incomparable(self) -> tuple[int, ...]:
        """The places of the other columns."""
        return tuple(at for at, column in enumerate(self.columns) if not column.comparable)

    @cached_property
    def cells(self) -> tuple[tuple[tuple[int, Condition], ...], ...]:
        """The conditions of each of the `ordered` rules, with the place of their fact among `columns`."""
        place = {column.key: at for at, column in enumerate(self.columns)}
        return tuple(
            tuple((place[condition.fact.key], condition) for condition in rule.conditions)
            for rule in self.ordered
        )

    @cached_property
    def told(self) -> tuple[tuple[str, int, tuple[tuple[int, str, str, Shown], ...]], ...]:
        """The id of each of the `ordered` rules, how many conditions it has, and of each the place of its
        column, its fact's key, the cell as written, and how values of the fact are."""
        keys, shown = [column.key for column in self.columns], [Shown(each.fact) for each in self.columns]
        return tuple(
            (rule.id, len(cells), tuple((at, keys[at], each.text, shown[at]) for at, each in cells))
            for rule, cells in zip(self.ordered, self.cells, strict=True)
        )

    @cached_property
    def within(self) -> tuple[int, ...]:
        """The rules each rank has the authority for, as bits: all but the `may` rules of higher roles."""
        return tuple(
            self.everyone & ~sum((block.may[-1] & ~block.may[rank]) << block.offset for block in self.blocks)
            for rank in range(len(self.vocabulary.roles))
        )


def _block(remedy: Remedy, offset: int, rules: tuple[Rule, ...], vocabulary: Vocabulary) -> Block:
    ranks = len(vocabulary.roles)

    def bits(effect: str, rank: int) -> int:
        return sum(
            1 << at for at, rule in enumerate(rules) if rule.effect == effect and rule.who.rank <= rank
        )

    prices = tuple(None if rule.limit is None else price_of(rule.limit) for rule in rules)
    return Block(
        remedy=remedy,
        offset=offset,
        rules=rules,
        must=bits("must", ranks),
        never=bits("never", ranks),
        may=tuple(bits("may", rank) for rank in range(ranks)),
        fixed=tuple(
            None if price is None or rule.limit is None or rule.limit.facts else price({})
            for rule, price in zip(rules, prices, strict=True)
        ),
        prices=prices,
        needed=tuple(rule.limit.facts if rule.limit is not None else frozenset() for rule in rules),
        priced=sum(1 << at for at, rule in enumerate(rules) if rule.limit is not None and rule.limit.facts),
        budgets=vocabulary.budgets_of(remedy),
        nothing=(None,) * ranks,
        roles=tuple(role.key for role in vocabulary.roles),
    )
