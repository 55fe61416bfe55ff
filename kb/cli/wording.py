"""A decision in words, for whoever reads the terminal."""

from collections.abc import Iterator

from policies import Decision, Explanation, Verdict

_ORDER = ("must", "may", "needs", "depends", "never", "none")


def decision_in_words(decision: Decision) -> str:
    """Return the decision as lines of text: what must be offered first, what is not offered last."""
    policy = decision.policy
    since = f", in force since {policy.effective}" if policy.effective else ""
    lines = [f"{policy.complaint_label} as {decision.role.label} ({policy.slug} {policy.sha256[:8]}{since})"]
    for verdict in sorted(decision.verdicts, key=lambda verdict: _ORDER.index(verdict.word)):
        lines.append(f"  {verdict.remedy.label}: {_verdict(verdict)}")
        lines += [f"      {line}" for line in _reasons(verdict)]
    return "\n".join(lines)


def explanation_in_words(explanation: Explanation) -> str:
    """Return the decision with the conditions that were met, what would be enough, and what to ask next."""
    lines = [decision_in_words(explanation.decision)]
    for account in explanation.accounts:
        for ground in account.grounds:
            met = "; ".join(each.words for each in ground.met) or "no conditions"
            lines.append(f"{account.verdict.remedy.label} by {ground.rule.id}: {met}")
        if account.change:
            lines.append(f"{account.verdict.remedy.label}: {account.change.words}")
    if explanation.next_question:
        lines.append(f"ask next: {explanation.next_question.ask}")
    return "\n".join(lines)


def _verdict(verdict: Verdict) -> str:
    amount = verdict.show(verdict.limit)
    code = verdict.currency.code
    if verdict.word == "must":
        owed = verdict.show(verdict.entitled)
        more = f", may go to {amount} {code}" if amount and amount != owed else ""
        return "must be offered" + (f" {owed} {code}" if owed else "") + more
    if verdict.word == "may":
        return "may be granted" + (f" up to {amount} {code}" if amount else "")
    if verdict.word == "needs" and verdict.needs_role:
        theirs = verdict.show(verdict.limits[verdict.needs_role.rank])
        return f"needs {verdict.needs_role.label}" + (f" (up to {theirs} {code})" if theirs else "")
    if verdict.word == "depends":
        return "depends on " + ", ".join(fact.label for fact in verdict.missing)
    return "never" if verdict.word == "never" else "not offered"


def _reasons(verdict: Verdict) -> Iterator[str]:
    if verdict.rules:
        yield "by " + ", ".join(rule.id for rule in verdict.rules) + "; " + "; ".join(verdict.because)
    if verdict.conflict:
        yield "must and never meet here: refer it upward until the policy is mended"
    for obligation in verdict.provided:
        yield f"provided: {obligation}"
    if verdict.word != "depends" and verdict.missing:
        yield "the amount depends on " + ", ".join(fact.label for fact in verdict.missing)
    if verdict.nearest:
        yield f"nearest is {verdict.nearest.rule.id}: {verdict.nearest.words}"
