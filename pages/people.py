"""Who may sign in, as what, and how far they have come with what they must read."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import people  # noqa: E402 — nothing of the screen may load before the guard has passed

people.show()
