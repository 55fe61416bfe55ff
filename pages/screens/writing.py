"""A draft on the desk of whoever writes it: text, preview, what is wrong, why it is made, and its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.library.drafting import Unfit
from pages.parts import editor, problems, states
from pages.parts.addresses import article_href, history_href, review_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.moments import said
from pages.screens import merging, sheet
from pages.shell import acting, identity, opening, plainly, theme, today

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftView
    from pages.screens.sheet import Sheet
    from policies import Problem

STATES: Final = {
    "draft": "Draft",
    "proposed": "Proposed",
    "approved": "Approved",
    "returned": "Sent back",
    "withdrawn": "Withdrawn",
    "published": "Published",
}
_SYMBOLS: Final = {
    "draft": "edit_note",
    "proposed": "hourglass_top",
    "approved": "task_alt",
    "returned": "undo",
    "withdrawn": "delete",
    "published": "public",
}
_ENDED: Final = ("withdrawn", "published")


def show(app: App, actor: Actor, draft: int) -> None:
    """Draw a draft; one that has ended is shown as it was left."""
    view = app.drafts.open(actor, draft)
    theme.title(f"Editing {view.card.title or view.card.slug}")
    if view.state in _ENDED:
        acting.tell()
        _ended(view)
        return
    _desk(draft)


@st.fragment(key="cb_writing")
def _desk(draft: int) -> None:
    with plainly.telling():
        app, actor = opening.opened(), identity.actor()
        paper = sheet.lay_out(app.drafts.open(actor, draft))
        sheet.keep(app, actor, draft, paper)
        view = app.drafts.open(actor, draft)
        if view.state in _ENDED:
            st.rerun()
        sheet.catch_up(paper, view)
        acting.tell()
        st.html(_head(view, paper))
        merging.show(app, actor, view, paper)
        with st.container(key="cb_editing", horizontal=True, gap="medium", vertical_alignment="top"):
            with st.container(key="cb_text"):
                editor.mount(paper.answer(draft, locked="save" not in view.card.may))
            with st.container(key="cb_preview"):
                st.html(_preview(app.previews.html(actor, draft, paper.text), view))
        with st.container(key="cb_about", horizontal=True, gap="large", vertical_alignment="top"):
            with st.container(key="cb_found"):
                _problems(app, actor, view, paper)
            with st.container(key="cb_change"):
                _change(view, paper)


def _head(view: DraftView, paper: Sheet) -> Html:
    card = view.card
    where = (
        tag("span", "a new page at ", tag("code", card.slug))
        if card.new
        else tag("a", "the page as it is", href=article_href(card.slug))
    )
    approvals = f"{len(card.approvals)} of {card.approvals_needed} approvals" if view.state != "draft" else ""
    pieces = [
        tag(
            "span",
            icon(_SYMBOLS[view.state]),
            " ",
            STATES[view.state],
            class_=f"cb-state cb-state-{view.state}",
        ),
        tag("span", f"by {card.author}"),
        where,
        tag("span", approvals) if approvals else None,
        tag("span", f"set for {said(card.publish_at, today.zone())}") if card.publish_at else None,
        tag("a", "review", href=review_href(view.id)) if view.state in ("proposed", "approved") else None,
    ]
    line = tag("p", join(tag("span", piece) for piece in pieces if piece), class_="cb-metadata")
    notes = [_note("info", paper.notice)] if paper.notice else []
    if view.state in ("proposed", "approved"):
        notes.append(_note("info", "Whoever types here takes it back: what was approved was another text."))
    if view.told:
        notes.append(_note("undo", view.told))
    returned = [each for each in view.reviews if each.verdict == "return"]
    if view.state in ("returned", "draft") and returned:
        notes.append(_note("undo", f"{returned[-1].person} sent it back: “{returned[-1].comment}”"))
    heading = tag("h1", card.title or "Without a title")
    return tag("header", heading, line, join(notes), class_="cb-page cb-head cb-edit-head")


def _note(symbol: str, words: str) -> Html:
    return tag("p", icon(symbol), tag("span", words), class_="cb-warning", role="status")


def _preview(html: str | None, view: DraftView) -> Html:
    if html is None:
        words = "This text cannot be shown as a page: it is too large, or nested too deep."
        return tag(
            "div", tag("p", icon("info"), tag("span", words), class_="cb-quiet-line"), class_="cb-page"
        )
    if not html.strip():
        words = "What you write shows here as its readers will see it."
        return tag(
            "div", tag("p", icon("visibility"), tag("span", words), class_="cb-quiet-line"), class_="cb-page"
        )
    return tag(
        "div",
        tag("h2", "As readers will see it", class_="cb-label"),
        tag("div", Html(html), class_=f"cb-prose cb-prose-{view.card.kind or 'help'}"),
        class_="cb-page",
    )


def _problems(app: App, actor: Actor, view: DraftView, paper: Sheet) -> None:
    place = view.card.path if view.card.new else view.card.slug
    found: list[Problem] = [*view.problems, *app.checking.page(actor, place, paper.text)]
    proved: tuple[str, tuple[Problem, ...]] | None = st.session_state.get(_proof_key(view.id))
    policy = view.card.kind == "policy"
    current = proved is not None and proved[0] == view.sha256
    if current and proved is not None:
        found += proved[1]
    clear = "Nothing is wrong with it." if current or not policy else "Nothing is wrong with what is written."
    st.html(
        tag(
            "section",
            tag("h2", "Problems", class_="cb-label"),
            problems.listed(found, clear),
            class_="cb-page",
        )
    )
    if policy:
        st.button(
            "Prove the policy again" if current else "Prove the policy",
            key="cb_prove",
            icon=":material/rule:",
            help="Looks for gaps, collisions, rows that are never reached and examples that fail.",
            disabled=current,
            on_click=_prove,
            args=(view.id, view.sha256),
        )


def _proof_key(draft: int) -> str:
    return f"_carebook_proof_{draft}"


def _prove(draft: int, sha256: str) -> None:
    def prove() -> None:
        found = opening.opened().previews.proved(identity.actor(), draft)
        st.session_state[_proof_key(draft)] = (sha256, found)

    acting.attempt(prove)


def _change(view: DraftView, paper: Sheet) -> None:
    card, may = view.card, view.card.may
    st.html(tag("div", tag("h2", "This change", class_="cb-label"), class_="cb-page"))
    locked = "save" not in may
    note, material = f"cb_note_{view.id}", f"cb_material_{view.id}"
    st.session_state.setdefault(note, card.note)
    st.session_state.setdefault(material, "Material" if card.material else "Minor")
    st.text_input(
        "What changes, and why",
        key=note,
        max_chars=500,
        autocomplete="off",
        disabled=locked,
        on_change=_describe,
        args=(view.id,),
    )
    st.segmented_control(
        "For its readers it is",
        ["Material", "Minor"],
        key=material,
        required=True,
        help="A material change is shown to all who have acknowledged the page, and asks them again.",
        disabled=locked,
        on_change=_describe,
        args=(view.id,),
    )
    unsaved = not paper.saved
    with st.container(key="cb_steps", horizontal=True, gap="small"):
        if "propose" in may:
            st.button(
                "Propose",
                type="primary",
                icon=":material/send:",
                key="cb_propose",
                disabled=unsaved,
                help="Asks somebody else to approve it.",
                on_click=_propose,
                args=(view.id,),
            )
        if "withdraw" in may:
            label = "Discard" if view.state == "draft" else "Withdraw"
            st.button(label, key="cb_withdraw", icon=":material/delete:", on_click=_withdraw, args=(view.id,))


def _describe(draft: int) -> None:
    app, actor = opening.opened(), identity.actor()

    def describe() -> None:
        paper = sheet.lay_out(app.drafts.open(actor, draft))
        sheet.keep(app, actor, draft, paper)
        material = st.session_state.get(f"cb_material_{draft}") != "Minor"
        note = str(st.session_state.get(f"cb_note_{draft}") or "")
        paper.seen(app.drafts.describe(actor, draft, paper.version, note, material=material))

    acting.attempt(describe)


def _propose(draft: int) -> None:
    app, actor = opening.opened(), identity.actor()

    def propose() -> None:
        view = app.drafts.open(actor, draft)
        paper = sheet.lay_out(view)
        sheet.keep(app, actor, draft, paper)
        try:
            paper.seen(app.drafts.propose(actor, draft, paper.version))
        except Unfit as unfit:
            st.session_state[_proof_key(draft)] = (app.drafts.open(actor, draft).sha256, unfit.problems)
            raise

    _step(
        propose, "It is proposed. Readers go on seeing the page as it is until it is approved and published."
    )


def _withdraw(draft: int) -> None:
    def withdraw() -> None:
        opening.opened().drafts.withdraw(identity.actor(), draft)

    _step(withdraw, "The change is given up. What was typed is kept here to be read.")


def _step(use: Callable[[], None], done: str) -> None:
    acting.attempt(use, done=done)


def _ended(view: DraftView) -> None:
    card = view.card
    published = view.state == "published"
    words = (
        f"Readers see it as revision {view.revision}."
        if published
        else "It was withdrawn; its text is kept below."
    )
    ways = [states.link("Drafts", "/edit")]
    if not card.new or published:
        ways = [
            states.link("Open the page", article_href(card.slug), main=True),
            states.link("History", history_href(card.slug)),
            *ways,
        ]
    st.html(
        tag(
            "div",
            tag("header", tag("h1", card.title or card.slug), tag("p", words), class_="cb-head"),
            tag("p", join(ways), class_="cb-buttons"),
            tag(
                "pre",
                view.text,
                class_="cb-source-text",
                tabindex="0",
                role="region",
                aria_label="The text of the draft",
            ),
            class_="cb-page",
        )
    )
