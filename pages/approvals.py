"""What agents ask of team leads and managers, and the answers."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import approvals  # noqa: E402 — nothing of the screen may load before the guard has passed

approvals.show()
