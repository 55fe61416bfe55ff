"""The verdict on each remedy, as it is read mid-call: what must be, what may be, who else may, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pages.parts import money, reasons
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import listed, lowered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kb.desk import Consultation, Offer
    from policies import Decision, Verdict


@dataclass(frozen=True, slots=True)
class _Face:
    symbol: str
    word: str
    tone: str
    place: int


FACES: Final = {
    "must": _Face("task_alt", "Must offer", "green", 0),
    "may": _Face("check_circle", "May grant", "green", 1),
    "needs": _Face("supervisor_account", "Needs", "amber", 2),
    "depends": _Face("help", "Depends", "grey", 3),
    "none": _Face("do_not_disturb_on", "Not allowed", "red", 4),
    "never": _Face("block", "Never", "red", 5),
}
"""The symbol, the word, the colour and the place in the list of each verdict."""

_OPEN: Final = ("must", "may", "needs")


def in_order(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """First what must be offered, then what may be granted, then who else may; last what is barred."""
    return sorted(verdicts, key=lambda verdict: FACES[verdict.word].place)


def open_ones(consultation: Consultation) -> list[Offer]:
    """The offers with something to say or to do, in the order of the board."""
    offers = {offer.verdict.remedy.key: offer for offer in consultation.offers}
    return [
        offers[verdict.remedy.key]
        for verdict in in_order(consultation.decision.verdicts)
        if verdict.word in _OPEN
    ]


def heard(decision: Decision) -> Html:
    """The verdict for who listens to the screen, told anew whenever it changes."""
    said = tag("p", spoken(decision), class_="cb-visually-hidden", role="status", aria_live="polite")
    return tag("div", said, id="cb-board", class_="cb-board")


def nothing_yet(decision: Decision) -> Html:
    """What to say where nothing can be offered: that more must be known, or that nothing will help."""
    return _nothing_yet(in_order(decision.verdicts))


def rest(decision: Decision, resolve: Callable[[str], str | None]) -> Html:
    """What is not on offer, or not yet, a line each; `resolve` turns a citation into an address, or None."""
    ordered = in_order(decision.verdicts)
    absent = [verdict for verdict in ordered if _is_absent(verdict)]
    brief = [
        _line(verdict, resolve) for verdict in ordered if verdict.word not in _OPEN and verdict not in absent
    ]
    lines = tag("ul", join(brief), class_="cb-verdict-lines") if brief else Html("")
    return join([lines, _absent(absent)])


def glance(decision: Decision) -> Html:
    """What can be offered, in one line that leads to the board."""
    ordered = in_order(decision.verdicts)
    found = [_glimpse([verdict for verdict in ordered if verdict.word == word]) for word in _OPEN]
    words = join(found) if any(found) else "Nothing is certain yet"
    return tag("a", words, href="#cb-board", class_="cb-glance")


def _glimpse(same: list[Verdict]) -> Html:
    """Verdicts of one word at a glance: the only one by name, several by their number."""
    if not same:
        return Html("")
    face, only = FACES[same[0].word], same[0].remedy.label if len(same) == 1 else str(len(same))
    return tag(
        "span",
        icon(face.symbol),
        f"{_word(same[0]) if len(same) == 1 else face.word} {only}",
        class_=f"cb-tone-{face.tone}",
    )


def _is_absent(verdict: Verdict) -> bool:
    """Whether the policy has no rule at all about a remedy."""
    return verdict.word == "none" and verdict.nearest is None and not verdict.conflict


def _absent(verdicts: list[Verdict]) -> Html:
    if not verdicts:
        return Html("")
    labels = listed(lowered(verdict.remedy.label) for verdict in verdicts)
    words = tag("span", icon("do_not_disturb_on"), "Not allowed", class_="cb-word cb-tone-red")
    return tag("p", words, f" for this complaint: {labels}.", class_="cb-absent")


def spoken(decision: Decision) -> str:
    """The verdict in one breath, for who listens to the screen."""
    said = [
        f"{FACES[verdict.word].word} {verdict.remedy.label}"
        for verdict in in_order(decision.verdicts)
        if verdict.word in _OPEN
    ]
    return "; ".join(said) or "Nothing can be offered yet"


def _nothing_yet(ordered: list[Verdict]) -> Html:
    if any(verdict.word == "depends" for verdict in ordered):
        words = "Nothing is certain yet. Answer what you know; each answer narrows it down."
    else:
        words = "Nothing in the policy covers this case. Do not promise anything; ask your team lead."
    return tag("p", icon("info"), tag("span", words), class_="cb-nothing-yet")


# ---- what can be given -----------------------------------------------------------------------------


def card(offer: Offer, resolve: Callable[[str], str | None]) -> Html:
    """One offer: the word, how much, what to say, what comes with it, what is left of budgets, and why."""
    verdict = offer.verdict
    face = FACES[verdict.word]
    head = tag(
        "div",
        tag("span", icon(face.symbol), _word(verdict), class_="cb-word"),
        tag("h3", verdict.remedy.label),
        tag("span", _how_much(verdict), class_="cb-amount") if _how_much(verdict) else "",
        class_="cb-verdict-head",
    )
    script = tag("p", f"“{verdict.say}”", class_="cb-say") if verdict.say else ""
    duties = [tag("li", duty) for duty in verdict.provided]
    obligations = tag("ul", join(duties), class_="cb-duties", aria_label="Provided that") if duties else ""
    body = tag("div", _conflict(verdict), script, obligations, _aside(offer), class_="cb-verdict-body")
    return tag(
        "article",
        head,
        body,
        reasons.why(verdict, resolve),
        class_=f"cb-page cb-verdict cb-tone-{face.tone}",
        aria_label=f"{_word(verdict)} {verdict.remedy.label}",
    )


def _word(verdict: Verdict) -> str:
    if verdict.word == "needs" and verdict.needs_role is not None:
        return f"Needs {lowered(verdict.needs_role.label)}"
    return FACES[verdict.word].word


def _how_much(verdict: Verdict) -> str:
    if verdict.word == "must":
        return money.amount(verdict.entitled, verdict.currency) if verdict.entitled is not None else ""
    limit = verdict.limit
    if verdict.word == "needs" and verdict.needs_role is not None:
        limit = verdict.limits[verdict.needs_role.rank]
    return f"up to {money.amount(limit, verdict.currency)}" if limit is not None else ""


def _conflict(verdict: Verdict) -> Html:
    if not verdict.conflict:
        return Html("")
    return tag(
        "p", "The policy says both must and never here. Promise nothing; hand the case up.", class_="cb-clash"
    )


def _aside(offer: Offer) -> Html:
    """Budgets that this counts towards, what more senior roles may give, and what is not known yet."""
    verdict = offer.verdict
    notes = [tag("li", icon("info"), words) for words in _hindered(offer)]
    if verdict.budgets:
        budgets = listed(_budget(verdict, at) for at in range(len(verdict.budgets)))
        notes.append(tag("li", icon("savings"), f"Counts towards {budgets}"))
    beyond = _beyond(verdict)
    if beyond:
        notes.append(tag("li", icon("supervisor_account"), f"Beyond that: {beyond}"))
    if verdict.missing and verdict.remedy.in_money and not _how_much(verdict):
        notes.append(
            tag(
                "li",
                icon("help"),
                f"How much depends on {listed(lowered(fact.label) for fact in verdict.missing)}",
            )
        )
    return tag("ul", join(notes), class_="cb-notes") if notes else Html("")


def _hindered(offer: Offer) -> list[str]:
    """What stands between the verdict and granting it, in words."""
    verdict = offer.verdict
    lacking = [
        room for room in offer.rooms if room.left is None and room.lacking in ("customer", "order", "team")
    ]
    if lacking and verdict.word != "needs":
        return [f"To grant it, give the {lacking[0].lacking}: it counts towards a budget"]
    if offer.barred == "over-budget":
        used = listed(room.budget.label for room in offer.rooms if room.left == 0)
        return [f"Used up: {used}"]
    if offer.barred == "already-granted":
        return ["Granted for this case already"]
    limit = verdict.limit
    if offer.barred is None and offer.grantable is not None and limit is not None and offer.grantable < limit:
        return [f"At most {money.amount(offer.grantable, verdict.currency)} is left of it now"]
    return []


def _budget(verdict: Verdict, at: int) -> str:
    headroom = verdict.budgets[at]
    budget = headroom.budget
    cap = money.amount(budget.limit, verdict.currency)
    window = f" in {budget.window}" if budget.days is not None else ""
    left = "" if headroom.left is None else f", {money.amount(headroom.left, verdict.currency)} left"
    return f"{budget.label} ({cap}{window}{left})"


def _beyond(verdict: Verdict) -> str:
    """What more senior roles may give beyond the amount already shown."""
    shown = verdict.needs_role.rank if verdict.word == "needs" and verdict.needs_role else None
    best = verdict.limit if shown is None else verdict.limits[shown]
    said = []
    for role, limit in zip(verdict.roles, verdict.limits, strict=True):
        if limit is not None and best is not None and limit > best and verdict.word in ("may", "needs"):
            said.append(f"{lowered(role.label)} up to {money.amount(limit, verdict.currency)}")
            best = limit
    return ", ".join(said)


# ---- what cannot, or not yet -------------------------------------------------------------------------


def _line(verdict: Verdict, resolve: Callable[[str], str | None]) -> Html:
    face = FACES[verdict.word]
    return tag(
        "li",
        tag("span", icon(face.symbol), face.word, class_="cb-word"),
        tag("div", tag("b", verdict.remedy.label), " ", tag("span", _reason(verdict)), class_="cb-line-text"),
        reasons.why(verdict, resolve) if verdict.rules else "",
        class_=f"cb-verdict-line cb-tone-{face.tone}",
    )


def _reason(verdict: Verdict) -> str:
    if verdict.word == "depends":
        return f"on {listed(lowered(fact.label) for fact in verdict.missing)}"
    if verdict.word == "never":
        return "the policy forbids it in this case"
    if verdict.nearest is None:
        return "no rule offers it for this complaint"
    return f"nearest is {verdict.nearest.rule.id}: {verdict.nearest.words}"
