"""A new page: its kind, its title, its address; then it is written like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.markup import slug as as_slug
from kb.sources.front import KINDS
from pages.parts import cards
from pages.parts.icons import icon
from pages.parts.markup import tag
from pages.shell import acting, identity, opening

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.sources.front import Kind

_TITLE: Final = "cb_new_title"
_KIND: Final = "cb_new_kind"
_SLUG: Final = "cb_new_slug"


def show(app: App, actor: Actor) -> None:
    """Ask what the page is; for a gap, what people looked for is on it already."""
    gap = st.query_params.get("gap", "")
    prepared = app.insight.prepare_draft(actor, int(gap)) if gap.isascii() and gap.isdigit() else ""
    asked = st.query_params.get("kind", "playbook")
    st.html(
        tag(
            "header",
            tag("h1", "A new page"),
            tag("p", "It is a draft until somebody else has approved it and it is published."),
            class_="cb-page cb-head",
        )
    )
    if prepared:
        words = "It begins with what people looked for in vain, and with the parts that a playbook has."
        st.html(
            tag(
                "div",
                tag("p", icon("lightbulb"), tag("span", words), class_="cb-quiet-line"),
                class_="cb-page",
            )
        )
    with st.container(key="cb_new_page"), st.form(key="cb_new", border=False):
        st.text_input("Title", key=_TITLE, max_chars=120, value=_title_of(prepared), autocomplete="off")
        st.selectbox(
            "Kind",
            KINDS,
            index=KINDS.index("playbook" if prepared or asked not in KINDS else asked),
            format_func=cards.kind_word,
            key=_KIND,
        )
        st.text_input(
            "Address (made from the title where it is left empty)",
            key=_SLUG,
            max_chars=120,
            autocomplete="off",
        )
        st.form_submit_button("Begin to write", type="primary", on_click=_begin, args=(prepared,))


def _title_of(prepared: str) -> str:
    for line in prepared.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return ""


def _begin(prepared: str) -> None:
    title = " ".join(str(st.session_state.get(_TITLE) or "").split())
    kind: Kind = st.session_state.get(_KIND, "playbook")
    slug = str(st.session_state.get(_SLUG) or "").strip() or as_slug(title or "new page")
    quoted = '"' + title.replace("\\", " ").replace('"', "'") + '"'
    text = prepared or f"---\nkind: {kind}\ntitle: {quoted}\nowner: \nreview_every: 6 months\n---\n\n"

    def begin() -> None:
        draft = opening.opened().drafts.start_new(identity.actor(), slug, kind, text=text)
        st.query_params.from_dict({"draft": str(draft.id)})

    acting.attempt(begin)
