"""The entrypoint: build the navigation, find out who is asking, run the page they asked for."""

from pages.shell.frame import build_navigation, mark_framed

page = build_navigation()

# Only now the rest: until the navigation has been built once, Streamlit serves pages past this file,
# so nothing may fail before it.
from pages.shell import identity, opening, plainly, router, theme, top  # noqa: E402

with plainly.telling():
    theme.furnish()
    actor = identity.who_is_asking(opening.opened())
    router.mount()
    top.show(actor, page)
    mark_framed()
    page.run()
