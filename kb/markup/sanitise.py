"""The allow-list through which all HTML of a page goes, whatever made it."""

import nh3

from kb.markup.hrefs import SCHEMES
from kb.markup.html import ADMONITIONS

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PLAIN = (
    "p br hr img em strong s code pre blockquote ul ol li table thead tbody tr th td a div section sup span"
    " input"
)
_BOOLEAN = {"", "disabled", "checked"}


def _own_images(tag: str, attribute: str, value: str) -> str | None:
    """Let images come from the library alone: a reader's browser tells no other host what is being read."""
    if tag == "img" and attribute == "src" and not value.startswith("/attachment?"):
        return None
    return value


def _cleaner(*more: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags={*_PLAIN.split(), *_HEADINGS, *more},
        clean_content_tags={"script", "style"},
        attributes={
            **{heading: {"id"} for heading in _HEADINGS},
            "a": {"href", "id", "rel", "title"},
            "span": {"id", "title"},
            "img": {"src", "alt", "title"},
            "li": {"id"},
            "ol": {"start"},
            "th": {"style", "rowspan", "scope"},
            "td": {"style"},
            "div": {"aria-label"},
        },
        tag_attribute_values={
            "a": {"target": {"_blank"}},
            "div": {"role": {"note", "region"}, "tabindex": {"0"}},
            "img": {"loading": {"lazy"}},
            "input": {"type": {"checkbox"}, "disabled": _BOOLEAN, "checked": _BOOLEAN},
        },
        allowed_classes={
            "a": {"external", "broken", "footnote-backref"},
            "span": {"broken"},
            "div": {"table-scroll", "admonition", "remedies", "include", *ADMONITIONS},
            "p": {"admonition-title", "block-note", "block-problem", "block-source"},
            "td": {"must", "may", "needs", "never"},
            "ul": {"contains-task-list"},
            "ol": {"contains-task-list", "footnotes-list"},
            "li": {"task-list-item", "footnote-item"},
            "input": {"task-list-item-checkbox"},
            "sup": {"footnote-ref"},
            "section": {"footnotes"},
            "hr": {"footnotes-sep"},
        },
        filter_style_properties={"text-align"},
        attribute_filter=_own_images,
        url_schemes=set(SCHEMES),
        link_rel=None,  # set by us, on links that leave the library
    )


_CLEANER = _cleaner()
_CHANGES = _cleaner("ins", "del")


def sanitise(html: str) -> str:
    """Return `html` with nothing left but the tags, attributes, classes and schemes that pages need."""
    return _CLEANER.clean(html)


def sanitise_changes(html: str) -> str:
    """Return `html` of two pages put together: nothing is left but what pages need, and `ins` and `del`."""
    return _CHANGES.clean(html)
