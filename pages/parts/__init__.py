"""Shared pieces of screen. Each turns plain values into escaped HTML, or mounts one component.

markup ─▶ icons ─▶ badges ─▶ cards, verdict, states        HTML, one block at a time
search_box, address                                        components with a script of their own
facts                                                      Streamlit's own widgets, one a fact
"""
