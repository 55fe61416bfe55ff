"""Which remedy may be granted in this case, up to how much, and why."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import remedy  # noqa: E402 — nothing of the screen may load before the guard has passed

remedy.show()
