"""Offering: what the engine's verdict, the budgets and what was already given leave for somebody to do."""

from collections.abc import Iterable

from kb.desk.errors import NotGranted
from kb.desk.keys import LARGEST
from kb.desk.views import Offer, Room
from policies import Role, Verdict


def offer(verdict: Verdict, rooms: tuple[Room, ...], given: tuple[int, int]) -> Offer:
    """Return what may be done about one remedy; `given` is how often and how much of it stands already."""
    hindered = hindrance(verdict, rooms, given)
    grantable = _grantable(verdict, rooms, given[1]) if verdict.remedy.in_money else None
    return Offer(
        verdict=verdict,
        rooms=rooms,
        granted=given[1],
        grantable=0 if hindered is not None and grantable is not None else grantable,
        barred=hindered.code if hindered is not None else None,
        ask=_more(verdict),
    )


def hindrance(verdict: Verdict, rooms: Iterable[Room], given: tuple[int, int]) -> NotGranted | None:
    """Return why nothing at all may be granted of a remedy, or None where something may."""
    barred = _by_word(verdict) or _by_role(verdict) or _by_limit(verdict, given)
    for room in rooms:
        if barred is None and room.left is None:
            barred = uncounted(room)
        elif barred is None and room.left == 0:
            barred = over_budget(room, verdict)
    return barred


def above(verdict: Verdict, given: tuple[int, int], amount: int) -> NotGranted | None:
    """Return why an amount, in minor units, is more than the limit leaves, or None where it is not."""
    left = (verdict.limit or 0) - given[1]
    if amount <= left:
        return None
    shown, limit = verdict.show(amount), verdict.show(verdict.limit)
    already = f", of which {verdict.show(given[1])} is granted already" if given[1] else ""
    ask = lowest_for(verdict, amount + given[1])
    hint = f"Ask for approval: {ask.label} may." if ask is not None else "No role may grant that much here."
    return NotGranted("over-limit", f"{shown} is above the limit of {limit}{already}.", hint)


def amount_of(verdict: Verdict, amount: object) -> int:
    """Return the amount in minor units, 0 for what is not measured in money.

    Raises:
        NotGranted: `bad-amount`.
    """
    label = verdict.remedy.label
    if not verdict.remedy.in_money:
        if amount is not None and (isinstance(amount, bool) or amount != 0):
            raise NotGranted("bad-amount", f"`{label}` is not measured in money.", "Leave the amount out.")
        return 0
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= LARGEST:
        raise NotGranted("bad-amount", f"`{label}` needs an amount of more than nothing, in minor units.")
    return amount


def lowest_for(verdict: Verdict, amount: int) -> Role | None:
    """Return the lowest role that may grant an amount, in minor units, or the remedy where it is not in
    money."""
    if verdict.word not in ("must", "may", "needs") or verdict.conflict:
        return None
    if not verdict.remedy.in_money:
        return verdict.needs_role or (verdict.roles[0] if verdict.word != "needs" else None)
    for role, limit in zip(verdict.roles, verdict.limits, strict=True):
        if limit is not None and limit >= amount:
            return role
    return None


def over_budget(room: Room, verdict: Verdict, amount: int | None = None) -> NotGranted:
    """Return the refusal that names a budget; `amount` is in minor units, None where any is too much."""
    budget, left = room.budget, room.left or 0
    window = f" in {budget.window}" if budget.days is not None else ""
    what = f"`{verdict.remedy.label}`" if amount is None else str(verdict.show(amount))
    return NotGranted(
        "over-budget",
        f"{what} is above what is left of the budget `{budget.label}`:"
        f" {verdict.show(left)} of {verdict.show(budget.limit)}{window}.",
        budget=budget.key,
        left=left,
    )


def uncounted(room: Room) -> NotGranted:
    """Return the refusal for a budget that cannot be counted, because nobody knows for whom."""
    budget = room.budget
    if room.lacking == "per":
        return NotGranted(
            "bad-budget",
            f"The budget `{budget.label}` is per `{budget.per}`, which nobody can count.",
            "In the vocabulary it is per customer, agent, order, case or team, or blank for everybody.",
            budget=budget.key,
        )
    hint = "A manager can say your team." if room.lacking == "team" else "Add the reference and ask again."
    message = f"The budget `{budget.label}` is per {budget.per}, and the case names no {room.lacking}."
    return NotGranted("no-reference", message, hint, budget=budget.key)


def _by_word(verdict: Verdict) -> NotGranted | None:
    label = verdict.remedy.label
    if verdict.word == "never":
        return NotGranted("never", f"Policy forbids `{label}` in this case, for everybody.")
    if verdict.word == "none":
        return NotGranted("not-offered", f"No rule offers `{label}` in this case.")
    return _depends(verdict) if verdict.word == "depends" else None


def _depends(verdict: Verdict) -> NotGranted:
    missing = ", ".join(f"`{fact.label}`" for fact in verdict.missing)
    return NotGranted("depends", f"What `{verdict.remedy.label}` may be granted depends on {missing}.")


def _by_role(verdict: Verdict) -> NotGranted | None:
    """Refuse what needs a higher role: also a right of the customer's that only a higher role may settle."""
    needs = verdict.needs_role
    if needs is None or (verdict.word == "must" and verdict.limit):
        return None
    label = verdict.remedy.label
    if verdict.conflict:
        return NotGranted("needs-approval", f"Policy says both must and never of `{label}` here: refer it.")
    return NotGranted(
        "needs-approval", f"`{label}` needs {needs.label} in this case.", "Ask for approval instead."
    )


def _by_limit(verdict: Verdict, given: tuple[int, int]) -> NotGranted | None:
    """Refuse what was given whole already, and money of which nothing is certain or nothing allowed."""
    label, measured, (times, amount) = verdict.remedy.label, verdict.remedy.in_money, given
    if measured and verdict.limit is None and verdict.missing:
        return _depends(verdict)
    if times and (not measured or amount >= (verdict.limit or 0)):
        return NotGranted("already-granted", f"`{label}` was granted for this case already.")
    if measured and not verdict.limit:
        return NotGranted("over-limit", f"The limit for `{label}` is nothing in this case.")
    return None


def _grantable(verdict: Verdict, rooms: Iterable[Room], given: int) -> int:
    return max(0, min([(verdict.limit or 0) - given, *(room.left or 0 for room in rooms)]))


def _more(verdict: Verdict) -> Role | None:
    """Return the lowest role that may give more than the one who asks."""
    if not verdict.remedy.in_money or verdict.conflict:
        return verdict.needs_role if not verdict.conflict else None
    return lowest_for(verdict, (verdict.limit or 0) + 1)
