"""Two texts beside each other: as they are written, as they read, and as they decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.library.comparing import Hunk, Line
    from policies import Difference, VerdictChange

_SIGNS: Final = {"same": " ", "old": "−", "new": "+"}
_SPOKEN: Final = {"same": "", "old": "removed: ", "new": "added: "}
_MOST_CHANGES: Final = 40
_WAYS: Final = {
    "looser": ("trending_up", "Gives more"),
    "tighter": ("trending_down", "Gives less"),
    "changed": ("swap_horiz", "Gives something else"),
}


def source(hunks: Sequence[Hunk]) -> Html:
    """The lines that differ, with a few around them; between changes one can jump."""
    if not hunks:
        return nothing("The two are the same, letter for letter.")
    jumps = join(
        tag("a", str(number), href=f"#change-{number}", aria_label=f"Change {number}")
        for number in range(1, len(hunks) + 1)
    )
    ways = tag("nav", tag("span", counted(len(hunks), "change"), ": "), jumps, class_="cb-jumps")
    parts = join(_hunk(number, hunk) for number, hunk in enumerate(hunks, 1))
    return tag("div", ways, parts, class_="cb-difference")


def _hunk(number: int, hunk: Hunk) -> Html:
    head = tag("p", f"From line {hunk.new}", class_="cb-hunk-head", id=f"change-{number}", tabindex="-1")
    lines = join(_line(line) for line in hunk.lines)
    region = tag(
        "div", lines, class_="cb-hunk", role="region", tabindex="0", aria_label=f"Change {number} as written"
    )
    return join([head, region])


def _line(line: Line) -> Html:
    mark = {"old": "del", "new": "ins"}.get(line.change, "span")
    words = join(
        tag("mark", part.text) if part.changed and line.change != "same" else part.text for part in line.parts
    )
    spoken = _SPOKEN[line.change]
    return tag(
        "div",
        tag("span", str(line.new or line.old or ""), class_="cb-line-number"),
        tag("span", _SIGNS[line.change], class_="cb-line-sign", aria_hidden="true"),
        tag(mark, tag("span", spoken, class_="cb-visually-hidden") if spoken else "", words or " "),
        class_=f"cb-diff-line cb-diff-{line.change}",
    )


def rendered(html: str | None, kind: str = "") -> Html:
    """The newer page as it reads, with what went and what came marked; `html` is safe already."""
    if html is None:
        return nothing("One of the two cannot be shown as a page; see what is written.")
    prose = tag("div", Html(html), class_=f"cb-prose cb-prose-{kind} cb-redlined")
    return tag(
        "div", prose, class_="cb-reads", role="region", tabindex="0", aria_label="The change as it reads"
    )


def verdicts(difference: Difference) -> Html:
    """In which cases a policy decides otherwise."""
    if difference.equal:
        return tag(
            "p",
            icon("verified"),
            tag("span", "Every case is decided as before; this is proved."),
            class_="cb-proved",
        )
    notes = [tag("li", tag("b", note.what.capitalize()), ": ", note.message) for note in difference.notes]
    shown = join(_change(change) for change in difference.changes[:_MOST_CHANGES])
    left = len(difference.changes) - _MOST_CHANGES
    more = tag("p", f"And {counted(left, 'change')} more.") if left > 0 else ""
    told = tag("ul", join(notes), class_="cb-problems") if notes else ""
    listed_ = tag("ul", shown, class_="cb-verdict-changes") if difference.changes else ""
    return join([told, listed_, more])


def _change(change: VerdictChange) -> Html:
    symbol, words = _WAYS[change.kind]
    return tag(
        "li",
        tag("span", icon(symbol), words, class_=f"cb-way-of cb-way-{change.kind}"),
        tag("b", change.remedy_label),
        " for ",
        listed(change.roles),
        ": ",
        tag("del", tag("span", "before: ", class_="cb-visually-hidden"), change.old),
        " → ",
        tag("ins", tag("span", "now: ", class_="cb-visually-hidden"), change.new),
        tag("p", change.region or "in every case"),
    )


def nothing(words: str) -> Html:
    """A quiet line where there is nothing to compare."""
    return tag("p", icon("info"), tag("span", words), class_="cb-quiet-line")
