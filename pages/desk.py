"""The desk: one search box, and what an agent needs within ten seconds."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import desk  # noqa: E402 — nothing of the screen may load before the guard has passed

desk.show()
