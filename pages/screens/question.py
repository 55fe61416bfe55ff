"""One scenario check in an article: a case, choices, and after an answer whether it is right, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.library.learning import claim_of
from pages.parts import claims, money, reasons
from pages.parts.facts import plain
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import lowered
from pages.shell import acting, identity, opening, plainly

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.library.learning import Check, Question, Reply, Standing
    from policies import Fact
    from policies.spans import Value

_UNPICKED: Final = "_carebook_unpicked"
_ANSWERED: Final = "_carebook_answered"


def show(slug: str, standing: Standing, place: int) -> None:
    """Draw the check that stands at `place` among those of the page."""
    asked = standing.questions[place]
    with st.container(key=f"cb_check_{place}", gap=None):
        if asked.check is None:
            st.html(_fault(asked))
            return
        path = standing.path.slug if standing.path else None
        _ask(slug, place, asked.check.scenario.key, path)


@st.fragment
def _ask(slug: str, place: int, key: str, path: str | None) -> None:
    """The check as it is now: a fragment, so that an answer redraws it alone."""
    with plainly.telling():
        app, actor = opening.opened(), identity.actor()
        standing = app.learning.standing(actor, slug, path)
        found = [each for each in standing.questions if each.check and each.check.scenario.key == key]
        if not found or found[0].check is None:
            return
        asked, check = found[0], found[0].check
        st.html(_case(check))
        codes = [offer.claim.code for offer in check.offers]
        chosen = asked.reply.record.latest if asked.reply else ""
        picked = f"cb_choice_{slug}_{key}"
        with st.form(key=f"cb_form_{place}_{key}", border=False):
            st.radio(
                plain(check.scenario.question),
                codes,
                index=codes.index(chosen) if chosen in codes else None,
                format_func=dict(zip(codes, _choices(check), strict=True)).get,
                key=picked,
                label_visibility="collapsed",
            )
            st.form_submit_button(
                "Answer" if asked.reply is None else "Answer again",
                icon=":material/quiz:",
                on_click=_answer,
                args=(slug, key, picked),
            )
        acting.tell()
        if st.session_state.pop(_UNPICKED, "") == key:
            st.html(_pick_one())
        elif asked.reply is not None:
            st.html(_verdict(check, asked.reply, _resolver(check)))
    if st.session_state.pop(_ANSWERED, "") == key and path:
        st.rerun()  # the path around the question counts it


def _answer(slug: str, key: str, picked: str) -> None:
    code = st.session_state.get(picked)
    if code is None:
        st.session_state[_UNPICKED] = key
    elif acting.attempt(opening.opened().learning.answer, identity.actor(), slug, key, code):
        st.session_state[_ANSWERED] = key


def _resolver(check: Check) -> Callable[[str], str | None]:
    """Where the citations of the policy lead."""
    app, actor, slug = opening.opened(), identity.actor(), check.decision.policy.slug
    return lambda href: app.library.address(actor, slug, href)


def _choices(check: Check) -> list[str]:
    currency = check.decision.policy.vocabulary.currency
    return [plain(offer.words or claims.said(offer.claim, currency)) for offer in check.offers]


def _case(check: Check) -> Html:
    role = check.decision.role
    facts = join(
        tag("li", tag("span", fact.label), " ", tag("b", _value(fact, value))) for fact, value in check.facts
    )
    head = tag(
        "p",
        icon("quiz"),
        tag("span", f"{check.complaint}, and you are {_a(lowered(role.label))}"),
        class_="cb-check-head",
    )
    question = tag("p", check.scenario.question, class_="cb-check-question")
    known = tag("ul", facts, class_="cb-check-facts", aria_label="What is known") if check.facts else ""
    return tag("section", head, question, known, class_="cb-page cb-check", aria_label="A case to decide")


def _value(fact: Fact, value: Value) -> str:
    return money.amount(int(value), fact.currency) if fact.type == "money" else fact.show(value)


def _a(what: str) -> str:
    return f"{'an' if what[:1] in 'aeiou' else 'a'} {what}"


def _pick_one() -> Html:
    said = tag("span", "Pick one of them first.")
    return tag("div", tag("p", icon("info"), said, class_="cb-still-open", role="alert"), class_="cb-page")


def _verdict(check: Check, reply: Reply, resolve: Callable[[str], str | None]) -> Html:
    if reply.outdated or reply.account is None:
        said = "The policy has changed since you answered. Look at the case once more."
        return tag(
            "div", tag("p", icon("update"), tag("span", said), class_="cb-still-open"), class_="cb-page"
        )
    tone, symbol = ("green", "task_alt") if reply.right else ("amber", "lightbulb")
    word = "Right" if reply.right else "Not quite"
    verdict = reply.account.verdict
    engine = tag("p", "The policy says: ", tag("b", claims.said(claim_of(verdict), verdict.currency)), ".")
    better = "" if reply.right or _same_remedy(check) else _better(check)
    change = reply.account.change
    more = tag("p", f"What it would take: {change.words}") if change else ""
    duties = "; ".join(verdict.provided)
    return tag(
        "div",
        tag(
            "section",
            tag("p", icon(symbol), tag("span", word), class_="cb-word"),
            engine,
            better,
            tag("p", f"Provided: {duties}.") if duties else "",
            more,
            tag("p", check.scenario.why, class_="cb-check-why") if check.scenario.why else "",
            reasons.why(verdict, resolve),
            class_=f"cb-reply cb-tone-{tone}",
            role="status",
        ),
        class_="cb-page",
    )


def _same_remedy(check: Check) -> bool:
    return len({offer.claim.remedy.key for offer in check.offers}) == 1


def _better(check: Check) -> Html:
    """What would have been right, where the choice was about something else."""
    currency = check.decision.policy.vocabulary.currency
    right = [offer for offer in check.offers if check.right(offer.claim)]
    said = " Or: ".join(f"{offer.words or claims.said(offer.claim, currency)}." for offer in right)
    return tag("p", "Right would be: ", tag("b", said))


def _fault(asked: Question) -> Html:
    return tag(
        "div",
        tag(
            "p",
            icon("quiz"),
            tag(
                "span",
                tag("b", "There would be a question here, but it cannot be asked. "),
                "Its owner sees why among the problems of the library; read on. ",
                tag("small", asked.fault[:300]),
            ),
            class_="cb-warning",
            role="note",
        ),
        class_="cb-page",
    )
