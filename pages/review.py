"""Changes that wait to be judged, and those that wait for their time."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import review  # noqa: E402 — nothing of the screen may load before the guard has passed

review.show()
