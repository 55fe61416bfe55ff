"""What people see. Streamlit lives here and nowhere else.

    streamlit_app.py ─▶ shell/      frame guard, navigation, identity, router, theme, errors told plainly
          │
          ▼ page.run()
    desk.py article.py remedy.py library.py start.py     one thin script a screen: the guard, then one call
          │
          ▼
       screens/                     what each screen asks of the App, and where it puts the answers
          │
          ▼
        parts/                      shared pieces of screen: search box, cards, badges, verdicts, facts

Streamlit serves the scripts lying directly here before the entrypoint has ever run, so each
begins with the frame guard and holds nothing else. Screens speak only to `kb.app.App`.
"""
