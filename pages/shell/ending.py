"""The server's end: what is still in hand is written down before the process goes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from pages.shell import opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def lifespan(_server: object) -> AsyncIterator[dict[str, object]]:
    """Do nothing at the start; at the end let the open App finish its notes.

    A server that is told to stop ends by the signal itself, after this and before Python's own farewells.
    """
    yield {}
    for app in opening.OPEN:
        await run_in_threadpool(app.insight.shut)
