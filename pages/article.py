"""One article, for reading."""

from pages.shell.frame import ensure_frame

ensure_frame()

from pages.screens import article  # noqa: E402 — nothing of the screen may load before the guard has passed

article.show()
