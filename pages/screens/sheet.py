"""The sheet that somebody writes on: what they have in front of them, and what became of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.library.drafting import Conflict
from pages.parts import editor
from pages.shell import plainly

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftView, Offer

_LOG: Final = logging.getLogger(__name__)


@dataclass
class Sheet:
    """One draft on one screen. `chain` are the versions that this screen has made or seen.

    What was typed is saved upon the newest of them; what was typed upon another is a conflict.
    """

    text: str
    version: int
    chain: set[int]
    epoch: int = 0
    serial: int = 0
    saved: bool = True
    at: datetime | None = None
    said: str = ""
    offer: Offer | None = None
    notice: str = field(default="")

    def answer(self, draft: int, *, locked: bool) -> editor.Answer:
        """What the editor is told."""
        at = self.at.isoformat() if self.at else ""
        return editor.Answer(
            draft, self.epoch, self.text, self.version, self.serial, self.saved, at, self.said, locked
        )

    def take(self, view: DraftView) -> None:
        """Go on from the draft as it is now, whatever stood here."""
        self.text, self.version, self.offer = view.text, view.version, None
        self.chain = {view.version}  # what was typed upon anything before is no continuation of this text
        self.epoch += 1
        self.saved, self.said = True, ""

    def seen(self, view: DraftView) -> None:
        """Note a version of the same text that was made from this screen."""
        self.version = view.version
        self.chain.add(view.version)


def lay_out(view: DraftView) -> Sheet:
    """Return the sheet of a draft in this session, a fresh one where there is none yet."""
    place = f"_carebook_sheet_{view.id}"
    sheet: Sheet | None = st.session_state.get(place)
    if sheet is None:
        sheet = Sheet(view.text, view.version, {view.version})
        st.session_state[place] = sheet
    return sheet


def catch_up(sheet: Sheet, view: DraftView) -> None:
    """Show what somebody else saved meanwhile, where nothing here waits to be saved."""
    if view.version in sheet.chain or sheet.offer is not None or not sheet.saved:
        return
    if view.text != sheet.text:
        sheet.take(view)
        sheet.notice = f"{view.card.changed_by} saved this draft meanwhile; their text is shown."
    else:
        sheet.seen(view)


def keep(app: App, actor: Actor, draft: int, sheet: Sheet) -> None:
    """Save what came from the browser, once; what speaks against it is kept to be told."""
    typed = editor.typed(draft)
    if typed is None or typed.serial <= sheet.serial:
        return
    base = sheet.version if typed.version in sheet.chain else typed.version
    sheet.text, sheet.serial, sheet.notice = typed.text, typed.serial, ""
    try:
        view = app.drafts.save(actor, draft, base, typed.text)
    except Conflict as conflict:
        sheet.saved, sheet.offer = False, conflict.offer
        sheet.said = f"Not saved yet: {conflict.offer.by} changed this meanwhile. Your text is kept here."
    except plainly.FORESEEN as error:
        sheet.saved, sheet.said = False, f"Not saved: {error} Your text is kept here."
    except Exception as error:  # noqa: BLE001 -- logged whole just below; the person gets words instead
        _LOG.error("a draft could not be saved", exc_info=error)
        sheet.saved, sheet.said = (
            False,
            "Not saved: something went wrong on our side. Your text is kept here.",
        )
    else:
        sheet.seen(view)
        sheet.saved, sheet.offer, sheet.at, sheet.said = True, None, datetime.now(UTC), ""


def take_merged(app: App, actor: Actor, draft: int, sheet: Sheet, offer: Offer) -> None:
    """Save the merged text, and go on from there; where somebody was faster again, there is a new offer."""
    try:
        sheet.take(app.drafts.save(actor, draft, offer.version, offer.merged, onto=offer.revision))
    except Conflict as conflict:
        sheet.saved, sheet.offer = False, conflict.offer
        return
    sheet.notice = (
        "The merged text is in the editor, and saved."
        if offer.clean
        else "The merged text is in the editor, and saved. Settle the lines between the markers before you"
        " propose it."
    )
