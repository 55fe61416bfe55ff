"""Every revision of a page, and any two of them beside each other."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import history  # noqa: E402 — nothing of the screen may load before the guard has passed

history.show()
