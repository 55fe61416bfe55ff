"""A page being written: the text beside what readers will see."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import edit  # noqa: E402 — nothing of the screen may load before the guard has passed

edit.show()
