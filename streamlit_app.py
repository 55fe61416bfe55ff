"""The entrypoint, in both senses: the server imports it for its routes, and every screen runs it as a script.

As a script it builds the navigation, finds out who is asking, and runs the page they asked for.
"""

if __name__ == "__main__":
    from pages.shell.frame import build_navigation, mark_framed

    page = build_navigation()

    # Only now the rest: until the navigation has been built once, Streamlit serves pages past this file,
    # so nothing may fail before it.
    from pages.shell import identity, opening, plainly, router, theme, top

    with plainly.telling():
        theme.furnish()
        actor = identity.who_is_asking(opening.opened())
        router.mount()
        top.show(actor, page)
        mark_framed()
        page.run()
else:
    import streamlit as st

    from pages.shell.attachment_route import ROUTES
    from pages.shell.ending import lifespan

    app = st.App(__file__, routes=ROUTES, lifespan=lifespan)
