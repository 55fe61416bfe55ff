"""What may be kept of words that somebody typed: nothing that tells which customer they are about.

Taken out are every digit (so card, phone, order and house numbers, postcodes, dates and amounts), e-mail
addresses however they are spelled, links, handles, codes in capitals, numbers said in words one after
another, and what stands where a name or an address stands: after "my name is", "Mrs", "Dear", before
"Street". Names that look like any other word cannot be known; that is why what is kept can be deleted, too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_READ = 4000  # of more than that, nobody needs the rest
_LONGEST_WORD = 30
_LEFT_OUT = "#"

_AT = r"(?:@|\(at\)|\[at\]|\{at\}|\s(?:at|arroba)\s)"
_DOT = r"(?:\.|\(dot\)|\[dot\]|\{dot\}|\s(?:dot|punkt|point)\s)"
_NAME = r"[\w.+%'’\-]"
# It may begin only where a word does, and gives nothing back: so it takes no longer than the text is.
_EMAIL = re.compile(
    rf"(?<!{_NAME}){_NAME}++(?:\s*{_DOT}\s*[\w+%\-]++)*+\s*{_AT}\s*[\w\-]++(?:\s*{_DOT}\s*[\w\-]++)++",
    re.IGNORECASE,
)
_NEAR_AT = re.compile(r"(?<!\S)[^\s@]*+\s?@\S*+(?:\s(?:[.@]|(?<=@\s))\S*+)?")
_LINK = re.compile(r"://|www\.|\w\.(?:com|net|org|co|uk|de|fr|eu|io|me)\b", re.IGNORECASE)
_NUMERAL = (
    r"(?:oh?|nought|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|double|"
    r"triple|treble|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
)
_SPOKEN = re.compile(rf"\b{_NUMERAL}(?:[\s,\-]+{_NUMERAL}){{3,}}\b", re.IGNORECASE)
_WORD = r"[^\W\d_][\w'’\-]*"
_WHOSE = r"(?:my|his|her|their|the|customer'?s?|husband'?s|wife'?s)"
_NAMED = re.compile(
    rf"\b(?P<cue>{_WHOSE}?\s*(?:full |first |last |sur)?names?\s+(?:is|was|are|:)|named|called by|"
    rf"signed(?: for)? by|speaking(?: with| to)?|regards,?)\s+{_WORD}(?:\s+{_WORD}){{0,2}}",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?P<cue>mr|mrs|ms|miss|mx|dr|prof|sir|madam|dear)\b\.?\s+{_WORD}(?:\s+(?-i:[A-Z]){_WORD})?",
    re.IGNORECASE,
)
_GREETED = re.compile(
    rf"(?P<cue>\b(?:[Ii]'?m|[Ii] am|[Tt]his is|[Hh]i|[Hh]ello|[Hh]ey|[Tt]hanks),?)(?:\s+[A-Z]{_WORD})+"
)
_STREET = re.compile(
    rf"(?:#\s*,?\s*)?(?:\b{_WORD}\s+){{1,2}}(?:street|road|avenue|lane|drive|crescent|terrace|gardens|"
    r"boulevard|stra(?:ss|ß)e|rue|rd|ave|blvd)\b(?:\s*,\s*[A-Z]\w+)*",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?P<cue>(?:i|we) live (?:at|in|on)|address (?:is|was|:)|postcode (?:is|was|:))"
    r"\s+\S+(?:\s+\S+){0,4}",
    re.IGNORECASE,
)
_INSIDE_NAME = re.compile(rf"(?<=[\w,;] )[A-Z][a-z]{_WORD}|(?<=[\w,;] )[A-Z][a-z]\b")
_CODE = re.compile(r"\b[A-Z][A-Z_\-]{4,}\b")
_CLEAR = re.compile(rf"(?:{_LEFT_OUT}[\s,./()\-]*)+")


def cleaned(text: str, longest: int, known: Callable[[str], bool] | None = None) -> str:
    """Return what may be kept of `text`, at most `longest` characters; what was left out is a `#`.

    `known` tells of a word in small letters that it is one of our pages' own, and so no name.

    >>> cleaned("Where is order 4711? I'm Jo Bloggs, jo@example.org", 80)
    "Where is order # I'm #"
    """
    text = unicodedata.normalize("NFKC", text[:_READ])
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    text = " ".join(text.split())
    for pattern in (_EMAIL, _NEAR_AT):
        text = pattern.sub(_LEFT_OUT, text)
    text = " ".join(_LEFT_OUT if _tells_too_much(word) else word for word in text.split())
    text = _SPOKEN.sub(_LEFT_OUT, text)
    for pattern in (_NAMED, _TITLED, _GREETED, _LIVES):
        text = pattern.sub(lambda found: f"{found['cue']} {_LEFT_OUT}", text)
    text = _STREET.sub(_LEFT_OUT, text)
    text = _without_names(text, known or (lambda _word: False))
    return " ".join(_CLEAR.sub(f"{_LEFT_OUT} ", text).split())[:longest].strip()


def key_words(text: str) -> str:
    """Return what is left of cleaned words without the marks of what was left out."""
    return " ".join(text.replace(_LEFT_OUT, " ").split())


def _tells_too_much(word: str) -> bool:
    if len(word) > _LONGEST_WORD or "@" in word or _LINK.search(word):
        return True
    return any(unicodedata.category(char) in {"Nd", "Nl", "No"} for char in word)


def _without_names(text: str, known: Callable[[str], bool]) -> str:
    """Leave out capitalised words inside a sentence, and codes in capitals, that our pages do not use.

    Where nearly all is in capitals somebody is shouting, which says nothing of names.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters or sum(char.isupper() for char in letters) > 0.6 * len(letters):
        return text

    def judged(found: re.Match[str]) -> str:
        return found[0] if known(found[0].casefold()) else _LEFT_OUT

    return _INSIDE_NAME.sub(judged, _CODE.sub(judged, text))
