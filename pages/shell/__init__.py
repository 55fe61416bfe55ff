"""The frame around every screen.

build_navigation ─▶ theme ─▶ router ─▶ opened app ─▶ who is asking ─▶ top bar ─▶ the page
                                          │               │
                                          └── refusals and errors, told plainly ──┘
"""
