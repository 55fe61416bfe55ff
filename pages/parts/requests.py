"""A request as whoever decides reads it: the case, the answer the agent had, the answer now, the customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.parts import money
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import lowered
from pages.parts.verdict import FACES
from policies.currency import Currency

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb.desk import Brief, Entry, Offer, Request

_RECENT = 4


@dataclass(frozen=True, slots=True)
class Words:
    """What people call remedies and complaint types, by key."""

    remedies: Mapping[str, str]
    complaints: Mapping[str, str]


def case(brief: Brief, words: Words) -> Html:
    """The whole brief: who asks for what, why, then and now, and what the customer had before."""
    request = brief.request
    much = f" {_worth(request, request.amount)}" if request.amount else ""
    head = tag(
        "div",
        tag("h2", f"{words.remedies.get(request.remedy, request.remedy)}{much}"),
        tag(
            "p",
            tag("b", request.asked_by),
            f" asked at {request.asked_at:%H:%M} UTC; open until {request.expires_at:%d %b, %H:%M} UTC",
            class_="cb-soft",
        ),
        class_="cb-approval-head",
    )
    note = tag("p", f"“{request.note}”", class_="cb-say") if request.note else ""
    rows = [
        _row("Complaint", words.complaints.get(request.complaint, request.complaint)),
        _row("Case", _about(brief)),
        _row("The agent saw", _then(brief)),
        _row("For you, now", _now(brief)),
        _row("Budgets", _rooms(brief.now) if brief.now else ""),
        _row("Customer had", _recent(brief.recent, words)),
    ]
    return tag("div", head, note, tag("dl", join(rows), class_="cb-brief"), class_="cb-page")


def barred(brief: Brief) -> Html:
    """Why nothing can be approved, in words."""
    said = {
        "over-budget": "A budget of yours, or of the customer's, is used up.",
        "already-granted": "It was granted for this case already.",
        "needs-approval": "It is beyond your authority too.",
        "over-limit": "Your limit leaves nothing of it.",
        "no-reference": "The case names no customer or order, and a budget counts by it.",
        "never": "The policy now in force forbids it in this case.",
        "not-offered": "No rule of the policy now in force offers it in this case.",
        "depends": "Something about the case is not known.",
    }
    words = said.get(brief.barred or "", brief.barred or "It cannot be decided any more.")
    line = tag("p", icon("info"), tag("span", f"{words} You can decline it, with the reason."))
    return tag("div", line, class_="cb-page cb-barred")


def answer(request: Request, words: Words) -> Html:
    """One line: what became of a request."""
    what = words.remedies.get(request.remedy, request.remedy)
    asked = f" {_worth(request, request.amount)}" if request.amount else ""
    less = request.granted is not None and request.state == "approved" and request.granted < request.amount
    state = {
        "approved": ("check_circle", "green", "Approved"),
        "declined": ("cancel", "red", "Declined"),
        "withdrawn": ("undo", "grey", "Withdrawn"),
        "expired": ("timer_off", "grey", "Ran out"),
    }.get(request.state, ("info", "grey", request.state))
    by = f" by {request.answered_by}" if request.answered_by and request.state != "withdrawn" else ""
    return tag(
        "p",
        tag("span", icon(state[0]), state[2], class_=f"cb-word cb-tone-{state[1]}"),
        tag("b", what),
        f"{asked} for {request.asked_by}{by}",
        f", granted {_worth(request, request.granted or 0)}" if less else "",
        tag("span", f" “{request.reason}”", class_="cb-say") if request.reason else "",
        class_="cb-page cb-request-line",
    )


def _worth(request: Request, minor: int) -> str:
    return money.amount(minor, Currency(request.currency))


def _row(name: str, value: object) -> Html:
    return join([tag("dt", name), tag("dd", value)]) if value else Html("")


def _about(brief: Brief) -> Html:
    labels: dict[str, str] = {}
    if brief.now is not None:
        conditions = [each for rule in brief.now.verdict.rules for each in rule.conditions]
        labels = {each.fact.key: each.fact.label for each in conditions}
    facts = [
        tag("li", f"{labels.get(key, key.replace('_', ' ').capitalize())}: ", tag("b", value))
        for key, value in (brief.facts or {}).items()
    ]
    named = (("Customer", brief.customer), ("Order", brief.order), ("Ticket", brief.reference))
    references = [tag("li", f"{name}: ", tag("b", value)) for name, value in named if value]
    found = [*references, *facts]
    return tag("ul", join(found), class_="cb-case-facts") if found else Html("the facts were deleted")


def _then(brief: Brief) -> str:
    if brief.then is None:
        return ""
    said = brief.then.get(brief.request.remedy)
    if said is None:
        return "not allowed"
    word, limit, entitled, needed = said[0], said[1], said[2], said[3]
    face = FACES[str(word)].word if str(word) in FACES else str(word)
    who = f" {needed}" if word == "needs" and needed else ""
    amount = entitled if word == "must" else limit
    much = f", up to {_worth(brief.request, amount)}" if isinstance(amount, int) and amount else ""
    rules = said[4] if isinstance(said[4], list) else []
    by = f" (rule {', '.join(map(str, rules))})" if rules else ""
    return f"{face}{who}{much}{by}"


def _now(brief: Brief) -> Html:
    offer = brief.now
    if offer is None:
        return Html("")
    verdict = offer.verdict
    face = FACES[verdict.word]
    needs = f" {lowered(verdict.needs_role.label)}" if verdict.word == "needs" and verdict.needs_role else ""
    much = ""
    if offer.grantable is not None:
        much = f", {money.amount(offer.grantable, verdict.currency)} at most"
    rules = ", ".join(rule.id for rule in verdict.rules)
    return join(
        [
            tag("span", icon(face.symbol), f"{face.word}{needs}", class_=f"cb-word cb-tone-{face.tone}"),
            f"{much}{f' (rule {rules})' if rules else ''}",
        ]
    )


def _rooms(offer: Offer) -> str:
    currency = offer.verdict.currency
    said = []
    for room in offer.rooms:
        cap = money.amount(room.budget.limit, currency)
        window = f" in {room.budget.window}" if room.budget.days is not None else ""
        left = "cannot be counted" if room.left is None else f"{money.amount(room.left, currency)} left"
        said.append(f"{room.budget.label}: {left} of {cap}{window}")
    return "; ".join(said)


def _recent(entries: Sequence[Entry], words: Words) -> Html:
    standing = [entry for entry in entries if entry.kind == "grant" and entry.reversed_by is None]
    items = []
    for entry in standing[:_RECENT]:
        much = f" {money.amount(entry.amount, Currency(entry.currency))}" if entry.amount else ""
        what = words.remedies.get(entry.remedy, entry.remedy)
        items.append(tag("li", f"{what}{much}, {entry.at:%d %b}, by {entry.actor}"))
    if len(standing) > _RECENT:
        items.append(tag("li", f"and {len(standing) - _RECENT} more"))
    return tag("ul", join(items), class_="cb-case-facts") if items else Html("nothing from us yet")
