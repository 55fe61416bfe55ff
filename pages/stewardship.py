"""What is to be done so that the library stays true."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import stewardship  # noqa: E402 — nothing of the screen may load before the guard has passed

stewardship.show()
