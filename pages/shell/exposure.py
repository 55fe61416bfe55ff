"""Whether this server is close enough to home to let people pick who they are."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PROXY_HEADERS: Final = ("forwarded", "via")
PROXY_PREFIX: Final = "x-forwarded-"


def reasons_to_refuse(
    address: str | None, allowed_hosts: Sequence[str], headers: Iterable[str]
) -> tuple[str, ...]:
    """Every reason why a demonstration must not be served here; empty when it may.

    Without a sign-in anybody who reaches the port may say they are the manager, so the port must
    be reachable from this machine alone: bound to loopback, answering to local names only (else a
    web page elsewhere can reach it by DNS rebinding), and with no proxy in between.

    >>> reasons_to_refuse("127.0.0.1", ["localhost"], ["Host", "Accept"])
    ()
    >>> reasons_to_refuse("0.0.0.0", ["localhost"], [])
    ('the server listens on `0.0.0.0`, which other machines can reach',)
    """
    reasons = []
    if not address:
        reasons.append("the server listens on every network address of this machine")
    elif not _is_loopback(address):
        reasons.append(f"the server listens on `{address}`, which other machines can reach")
    foreign = [host for host in allowed_hosts if not _is_loopback(host)]
    if not allowed_hosts:
        reasons.append("the server answers to any host name")
    elif foreign:
        names = ", ".join(f"`{host}`" for host in foreign)
        reasons.append(f"the server answers to {names}, not to local names only")
    proxied = sorted({name for name in headers if _speaks_of_a_proxy(name)}, key=str.lower)
    if proxied:
        names = ", ".join(f"`{name}`" for name in proxied)
        reasons.append(f"this request came through a proxy ({names})")
    return tuple(reasons)


def _is_loopback(name: str) -> bool:
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _speaks_of_a_proxy(header: str) -> bool:
    name = header.lower()
    return name in PROXY_HEADERS or name.startswith(PROXY_PREFIX)
