"""Where new staff begin: the care philosophy, in reading order."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import start  # noqa: E402 — nothing of the screen may load before the guard has passed

start.show()
