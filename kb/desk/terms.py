"""Terms: what the settings say of the ledger."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things last: taking back one's own grant, an open request, and a case in the log."""

    own_time: timedelta = timedelta(minutes=60)
    request_time: timedelta = timedelta(hours=24)
    keep: timedelta = timedelta(days=365)
