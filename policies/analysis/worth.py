"""Worth: refunds that can come to more than the whole order.

What the order is worth is taken to be all the money that the vocabulary looks up in the order (`From` is
`order`), together: no refund of what was paid can be more. A rule that pays back other money, such as costs
a customer had, is not measured against it, and nothing is said where the vocabulary looks up no money in
the order.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from policies.amount import Combined, Fixed, Times
from policies.analysis.contest import Contests, Rival
from policies.analysis.grid import Grid, cells_of
from policies.analysis.outside import Outside
from policies.label import key_of
from policies.spans import HIGHEST, Spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from policies.amount import Amount
    from policies.analysis.finding import Finding
    from policies.analysis.subject import Subject
    from policies.fact import Fact
    from policies.policy import Block
    from policies.rule import Rule

ORDER = "order"
REFUND = "refund"
NOT_BELOW_NOTHING = Spans(((0, 0), HIGHEST))


def find_limits_beyond_worth(subject: Subject, block: Block) -> Iterator[Finding]:
    """Yield a warning for every rule of a refund whose limit can be more than the order is worth.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    worth = _worth(subject)
    if key_of(block.remedy.kind) != REFUND or not block.remedy.in_money or worth is None:
        return
    grid, contests = _grid(subject, block), Contests(_facts(subject), subject.meter())
    meter = subject.meter()
    for bit, rule in enumerate(block.rules):
        limit = rule.limit
        if limit is None or _other_money(subject, limit):
            continue

        def fight(
            box: Mapping[str, Spans], _rows: int, limit: Amount = limit
        ) -> Mapping[str, Fraction] | None:
            return contests.won(limit, [Rival(worth)], box)

        beyond = 1 << len(block.rules)
        search = Outside(grid, grid.boxes[bit], block.never, beyond, limit.facts | worth.facts, fight, meter)
        found = search.case()
        if found is not None:
            yield _finding(
                subject, block, rule, grid.spans(grid.boxes[bit]), grid.spans(found.box), found.exactly
            )


def _finding(  # noqa: PLR0913, PLR0917 - one finding, said from all that was found
    subject: Subject,
    block: Block,
    rule: Rule,
    box: Mapping[str, Spans],
    at: Mapping[str, Spans],
    exactly: Mapping[str, Fraction],
) -> Finding:
    paid = [fact for fact in subject.policy.vocabulary.facts if _is_worth(fact)]
    names = " and ".join(f"`{fact.label}`" for fact in paid)
    message = f"`{rule.id}` can give more `{block.remedy.label}` than {names} come to"
    if len(paid) == 1:
        message = f"`{rule.id}` can give more `{block.remedy.label}` than {names} comes to"
    hint = f"write `min({rule.limit_text}, 100% of {paid[0].label})`"
    witness = subject.witness(at, rule.who.rank, exactly)
    return subject.finding("limit-exceeds-order", "warning", rule.line, message, [box], witness, hint)


def _is_worth(fact: Fact) -> bool:
    return fact.type == "money" and key_of(fact.source) == ORDER


def _worth(subject: Subject) -> Amount | None:
    paid = [Times(Decimal(1), fact) for fact in _facts(subject).values() if _is_worth(fact)]
    return Combined("sum", (Fixed(0), *paid)) if paid else None


def _facts(subject: Subject) -> dict[str, Fact]:
    """Return the vocabulary's facts by key; what an order is worth is never less than nothing."""
    return {
        fact.key: replace(fact, domain=fact.domain & NOT_BELOW_NOTHING) if _is_worth(fact) else fact
        for fact in subject.policy.vocabulary.facts
    }


def _grid(subject: Subject, block: Block) -> Grid:
    """Return the rules and, after them, a row that holds in every case: the order's worth."""
    return Grid(subject.facts, [*(cells_of(rule) for rule in block.rules), {}])


def _other_money(subject: Subject, limit: Amount) -> bool:
    facts = _facts(subject)
    return any(facts[key].type == "money" and not _is_worth(facts[key]) for key in limit.facts)
