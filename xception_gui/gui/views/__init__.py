"""Widgets: they show frozen results and emit signals, and know nothing of who listens.

Of the headless rooms they import `base` alone. Start at `classify.py`, the first tab that is seen;
`page_dialog.py` is the frame of all pages, `elide.py` has the label that most of them use.
"""
