"""Scenario checks: a written case put to the policy in force, with its choices, the right one among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.sources.lessons.alternatives import choices_about, choices_among, right_claim
from kb.sources.lessons.claims import Claim, find_remedy, read_claim
from kb.sources.scenario import Flaw, Scenario
from policies import CaseError, Decision, Fact, PolicyError, Remedy, UnknownRole, explain
from policies.advice.explanation import Account
from policies.label import key_of
from policies.problem import Refusal
from policies.spans import Value

Decide = Callable[[str, str, Mapping[str, object]], Decision]
"""Complaint, role (empty for the lowest) and facts in, the decision of the policy in force out."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice: the claim, and the author's words for it (empty: it is to be put in ours)."""

    claim: Claim
    words: str


@dataclass(frozen=True, slots=True)
class Check:
    """A case with its question, as the policy in force makes it; whether a choice is right is asked of it."""

    scenario: Scenario
    decision: Decision
    offers: tuple[Offer, ...]
    doubts: tuple[Flaw, ...]

    @property
    def facts(self) -> tuple[tuple[Fact, Value], ...]:
        """The facts of the case with their values, as the author gave them."""
        fact_at, known = self.decision.policy.vocabulary.fact_at, self.decision.known
        keys = (key_of(label) for label, _ in self.scenario.facts)
        return tuple((fact_at[key], known[key]) for key in keys if key in known)

    @property
    def complaint(self) -> str:
        """The complaint type as the vocabulary names it."""
        policy = self.decision.policy
        named = (each for each in policy.vocabulary.complaints or () if each.key == policy.complaint)
        return next((each.label for each in named), policy.complaint_label)

    def right(self, claim: Claim) -> bool:
        """Tell whether the policy in force says so."""
        return claim.holds(self.decision.verdict(claim.remedy.key))

    def account(self, claim: Claim) -> Account:
        """Return why: the engine's account of the remedy that a choice is about."""
        return explain(self.decision).account(claim.remedy.key)


def check(scenario: Scenario, decide: Decide) -> Check | Flaw:
    """Put a case to the policy in force.

    A case that the policy refuses is a flaw: then there is no question, rather than a wrong answer. Choices
    of which none is right are joined by the right one, and what the author expected otherwise is a doubt.
    """
    try:
        decision = decide(scenario.complaint, scenario.role, dict(scenario.facts))
    except PolicyError as error:
        return Flaw("scenario-refused", scenario.line_of(_key_of(error)), error.message, error.hint)
    try:
        remedy = _remedy(scenario, decision)
        offers = _offers(scenario, decision, remedy)
    except Refusal as refusal:
        line = scenario.line_of("choices" if scenario.choices else "remedy")
        return Flaw(refusal.code, line, refusal.message, refusal.hint)
    if any(decision.verdict(offer.claim.remedy.key).conflict for offer in offers):
        message = "the policy says both must and never of this case"
        return Flaw("scenario-refused", 0, message, "mend the policy, or ask about another case")
    doubts = _doubts(scenario, decision, offers, remedy)
    right = [offer for offer in offers if offer.claim.holds(decision.verdict(offer.claim.remedy.key))]
    if not right:
        offers = (*offers, Offer(right_claim(decision, remedy), ""))
    return Check(scenario, decision, offers, doubts)


def _key_of(error: PolicyError) -> str:
    if isinstance(error, UnknownRole):
        return "role"
    return "facts" if isinstance(error, CaseError) else "complaint"


def _remedy(scenario: Scenario, decision: Decision) -> Remedy | None:
    return find_remedy(scenario.remedy, decision.policy.vocabulary) if scenario.remedy else None


def _offers(scenario: Scenario, decision: Decision, remedy: Remedy | None) -> tuple[Offer, ...]:
    vocabulary = decision.policy.vocabulary
    if scenario.choices:
        return tuple(
            Offer(read_claim(choice.claim, vocabulary, remedy), choice.words) for choice in scenario.choices
        )
    made = choices_about(decision, remedy) if remedy else choices_among(decision)
    return tuple(Offer(claim, "") for claim in made)


def _doubts(
    scenario: Scenario, decision: Decision, offers: tuple[Offer, ...], remedy: Remedy | None
) -> tuple[Flaw, ...]:
    """What the author ought to look at, though the question can be asked."""
    found: list[Flaw] = []
    if not any(offer.claim.holds(decision.verdict(offer.claim.remedy.key)) for offer in offers):
        message = "no choice is right by the policy in force, so the right one was added"
        line, hint = scenario.line_of("choices"), _is(decision, remedy)
        found.append(Flaw("scenario-no-right-choice", line, message, hint))
    if all(offer.claim.holds(decision.verdict(offer.claim.remedy.key)) for offer in offers):
        message = "every choice is right by the policy in force"
        found.append(Flaw("scenario-no-wrong-choice", scenario.line_of("choices"), message, "offer another"))
    if scenario.expect:
        line = scenario.line_of("expect")
        try:
            expected = read_claim(scenario.expect, decision.policy.vocabulary, remedy)
        except Refusal as refusal:
            return (*found, Flaw("scenario-expectation", line, refusal.message, refusal.hint))
        if not expected.holds(decision.verdict(expected.remedy.key)):
            message = f"it expects `{scenario.expect}`, and the policy in force says otherwise"
            hint = _is(decision, expected.remedy)
            found.append(Flaw("scenario-expectation", line, message, hint))
    return tuple(found)


def _is(decision: Decision, remedy: Remedy | None) -> str:
    claim = right_claim(decision, remedy)
    amount = None if claim.amount is None else decision.policy.vocabulary.currency.show(claim.amount)
    words = (claim.word, claim.role.label if claim.role else "", claim.remedy.label, amount or "")
    return f"it says `{' '.join(word for word in words if word)}`"
