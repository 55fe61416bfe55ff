"""The addresses by which a reader's browser gets the attachments of a page: found, then sealed for them."""

import hashlib
import hmac
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from html import unescape
from urllib.parse import quote, unquote

from sqlmodel import Session, col, select

from kb.library.attachments.paths import candidates
from kb.markup import links
from kb.model import Attachment, SealingKey
from kb.storage import Database

ADDRESS = "/attachment"
_STEP_SECONDS = 3600
_AT_A_TIME = 500
_UNSEALED = re.compile(r'(<(?:img src|a href)=")(' + re.escape(ADDRESS) + r'\?path=([^"&]*))(")')


class AttachmentLinks:
    """Finds what a page shows, and seals addresses for one reader; safe to use from any number of threads."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Look in `database`; `clock` tells when a seal ends."""
        self._database = database
        self._clock = clock
        self._making = threading.Lock()
        self._key: bytes | None = None

    def found(self, page_path: str, body: str) -> Mapping[str, str]:
        """Return, by address as written in the page, where each of its attachments is to be had, unsealed."""
        hrefs = dict.fromkeys(link.href for link in links(body) if link.inner)
        wanted = {href: tuple(candidates(page_path, href)) for href in hrefs}
        if not any(wanted.values()):
            return {}
        with self._database.read() as session:
            there = lying(session, (path for paths in wanted.values() for path in paths))
        chosen = {href: next((p for p in paths if p in there), None) for href, paths in wanted.items()}
        return {href: f"{ADDRESS}?path={quote(path, safe='')}" for href, path in chosen.items() if path}

    def sealed(
        self, html: str, person: int, slug: str, may: Callable[[str], bool] = lambda _path: True
    ) -> str:
        """Seal the address of every attachment in `html`, which `person` may read.

        The same for an hour, so that a browser knows an image again. Those whose path `may` turns down stay
        unsealed, and are not to be had.
        """

        def seal(found: re.Match[str]) -> str:
            path = unquote(unescape(found[3]))
            if not may(path):
                return found[0]
            until = self.until()
            address = f"{found[2]}&amp;slug={quote(slug, safe='')}&amp;to={person}&amp;until={until}"
            return f"{found[1]}{address}&amp;seal={self.seal(path, slug, person, until)}{found[4]}"

        return _UNSEALED.sub(seal, html)

    def until(self) -> int:
        """Return when an address sealed now ends: in one to two hours, in seconds since 1970."""
        return (int(self._clock().timestamp()) // _STEP_SECONDS + 2) * _STEP_SECONDS

    def holds(self, seal: str, path: str, slug: str, person: int, until: int) -> bool:
        """Say whether `seal` was made for exactly this, and its time has not run out."""
        right = hmac.compare_digest(self.seal(path, slug, person, until).encode(), seal.encode())
        return right and self._clock().timestamp() < until

    def seal(self, path: str, slug: str, person: int, until: int) -> str:
        """Return the seal over an attachment, the page that shows it, the reader and the end of its time."""
        said = "\0".join((path, slug, str(person), str(until)))
        return hmac.new(self._secret(), said.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :40
        ]

    def _secret(self) -> bytes:
        with self._making:
            if self._key is None:
                self._key = self._known() or self._made()
            return self._key

    def _known(self) -> bytes | None:
        with self._database.read() as session:
            row = session.get(SealingKey, 1)
            return bytes.fromhex(row.key) if row else None

    def _made(self) -> bytes:
        with self._database.write() as session:
            self._database.alone(session)
            row = session.get(SealingKey, 1)
            if row is None:
                row = SealingKey(id=1, key=secrets.token_hex(32))
                session.add(row)
                session.flush()
            return bytes.fromhex(row.key)


def shown(html: str) -> frozenset[str]:
    """Return the paths of the attachments that rendered HTML shows or links to, unsealed."""
    return frozenset(unquote(unescape(found[3])) for found in _UNSEALED.finditer(html))


def lying(session: Session, paths: Iterable[str]) -> frozenset[str]:
    """Return which of `paths` hold an attachment."""
    wanted = list(dict.fromkeys(paths))
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_A_TIME):
        some = wanted[start : start + _AT_A_TIME]
        found |= set(session.exec(select(Attachment.path).where(col(Attachment.path).in_(some))))
    return frozenset(found)
