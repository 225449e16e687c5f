"""What the views show as rows and words: item models, and plain functions. No widgets.

Of the headless rooms they import `base` alone. Start at `rows_model.py`, a table of frozen rows, or
at `module_tree.py`, the architecture tree.
"""
