"""Choices made from the policy itself: the right one, and what somebody might well believe instead."""

from collections.abc import Iterator
from typing import Final

from kb.sources.lessons.claims import WORDS, Claim, claim_of
from policies import Decision, Remedy, Rule, Verdict
from policies.price import price_of

_WRONG: Final = 3
_OFFERED: Final = ("must", "may", "needs")


def choices_about(decision: Decision, remedy: Remedy) -> tuple[Claim, ...]:
    """Return claims about one remedy, exactly one of them right, in the order of `WORDS`.

    The wrong ones are what other rules of the policy say, or would let another role give: the mistakes that
    are near. Where there are too few of these, the plain ones do.
    """
    verdict = decision.verdict(remedy.key)
    right = claim_of(verdict)
    near = [*_of_other_rules(decision, verdict), *_of_other_roles(verdict), *_plain(verdict)]
    return _in_order([right, *_chosen(near, right, verdict)])


def choices_among(decision: Decision) -> tuple[Claim, ...]:
    """Return claims about several remedies, exactly one of them right: the best that can be offered.

    The wrong ones are what the policy says of the other remedies in other cases; where nothing at all can be
    offered, that nothing can is the right one, said of the first remedy.
    """
    open_ = [verdict for word in _OFFERED for verdict in decision.verdicts if verdict.word == word]
    best = open_[0] if open_ else decision.verdicts[0]
    right = claim_of(best)
    wrong: list[Claim] = []
    for verdict in decision.verdicts:
        near = [*_of_other_rules(decision, verdict), *_of_other_roles(verdict)]
        found = next((claim for claim in near if not claim.holds(verdict) and claim.word in _OFFERED), None)
        if found is not None and verdict is not best:
            wrong.append(found)
    spare = [claim for claim in _plain(best) if not claim.holds(best)]
    return _in_order([right, *[*wrong, *spare][:_WRONG]])


def right_claim(decision: Decision, remedy: Remedy | None) -> Claim:
    """Return what the engine says of `remedy`, or the best that can be offered where none is named."""
    if remedy is not None:
        return claim_of(decision.verdict(remedy.key))
    return next(each for each in choices_among(decision) if each.holds(decision.verdict(each.remedy.key)))


def _chosen(near: list[Claim], right: Claim, verdict: Verdict) -> list[Claim]:
    """Choose the first few that are wrong; two that differ only in whether they name a sum are one."""
    found: list[Claim] = []
    for claim in near:
        alike = [each for each in (right, *found) if (each.word, each.role) == (claim.word, claim.role)]
        unclear = any(claim.amount is None or each.amount in (None, claim.amount) for each in alike)
        if not claim.holds(verdict) and not unclear:
            found.append(claim)
    return found[:_WRONG]


def _of_other_rules(decision: Decision, verdict: Verdict) -> Iterator[Claim]:
    """What each rule about the remedy would say if it were the one that decides, by this case's facts."""
    for rule in decision.policy.rules:
        if rule.remedy.key == verdict.remedy.key and rule not in verdict.rules:
            yield _said_by(rule, decision)


def _said_by(rule: Rule, decision: Decision) -> Claim:
    if rule.effect == "never":
        return Claim("never", rule.remedy, None, None)
    amount = None
    if rule.limit is not None and rule.limit.facts <= decision.known.keys():
        amount = price_of(rule.limit)(decision.known)
    if rule.effect == "may" and rule.who.rank > decision.role.rank:
        return Claim("needs", rule.remedy, rule.who, amount)
    return Claim(rule.effect, rule.remedy, None, amount)


def _of_other_roles(verdict: Verdict) -> Iterator[Claim]:
    """That one may do oneself what another role may, or may not what one may."""
    for limit in verdict.limits:
        if limit is not None and limit != verdict.limit:
            yield Claim("may", verdict.remedy, None, limit)
    if verdict.word in ("must", "may") and len(verdict.roles) > 1:
        yield Claim("needs", verdict.remedy, verdict.roles[1], None)


def _plain(verdict: Verdict) -> Iterator[Claim]:
    yield Claim("none", verdict.remedy, None, None)
    yield Claim("never", verdict.remedy, None, None)
    yield Claim("must", verdict.remedy, None, None)
    if len(verdict.roles) > 1:
        yield Claim("needs", verdict.remedy, verdict.roles[1], None)
    yield Claim("may", verdict.remedy, None, None)


def _in_order(claims: list[Claim]) -> tuple[Claim, ...]:
    """Put claims in an order that gives nothing away, and that is the same for everybody."""
    kept = {claim.code: claim for claim in claims}
    return tuple(
        sorted(kept.values(), key=lambda claim: (WORDS.index(claim.word), claim.amount or 0, claim.code))
    )
