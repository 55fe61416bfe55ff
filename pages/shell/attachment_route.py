"""`/attachment`: the one address outside the screens, for the images and documents that pages show."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from kb.access import AccessError
from kb.library import LibraryError
from kb.library.attachments.links import ADDRESS
from pages.shell import opening

if TYPE_CHECKING:
    from starlette.requests import Request

    from kb.library.attachments import AttachmentFile

_ALWAYS: Final = {
    "Cache-Control": "private, no-cache",  # kept by this browser alone, and asked for again each time
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_MOST_DIGITS: Final = 15


async def _attachment(request: Request) -> Response:
    """Give the bytes to the reader for whom the address was sealed; to everybody else there is nothing."""
    found = await run_in_threadpool(_opened, dict(request.query_params))
    if found is None:
        return Response("There is nothing here.", 404, _ALWAYS, "text/plain")
    tag = f'"{found.sha256}"'
    headers = _ALWAYS | {"ETag": tag, "Content-Disposition": _disposition(found)}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.data, headers=headers, media_type=found.media_type)


def _opened(asked: dict[str, str]) -> AttachmentFile | None:
    path, slug, seal = (asked.get(key, "") for key in ("path", "slug", "seal"))
    to, until = asked.get("to", ""), asked.get("until", "")
    if not all(n.isascii() and n.isdecimal() and len(n) <= _MOST_DIGITS for n in (to, until)):
        return None
    app = opening.opened()
    person = app.people.get(int(to)) if int(to) < 2**31 else None
    if person is None or "\0" in path + slug:
        return None
    try:
        return app.attachments.open(person, path, slug, int(until), seal)
    except (LibraryError, AccessError):
        return None


def _disposition(file: AttachmentFile) -> str:
    """Show images in their place, and hand documents over as files, out of the app's own pages."""
    kind = "inline" if file.media_type.startswith("image/") else "attachment"
    name = quote(PurePosixPath(file.path).name.encode("utf-8", "replace"), safe="")
    return f"{kind}; filename*=UTF-8''{name}"


ROUTES: Final = (Route(ADDRESS, _attachment, methods=["GET"]),)
