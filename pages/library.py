"""The whole library, by kind and by tag."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import library  # noqa: E402 — nothing of the screen may load before the guard has passed

library.show()
