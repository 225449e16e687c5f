"""The window: the one room that knows Qt. Start at `app.py`, from the command line to the window.

`workspace.py` owns the state, `lanes.py` the threads, `main_window.py` puts the widgets together;
`actions.py` is the table of all that the window can be told, `commands.py` does it. Each tab and
page has a file here that keeps it like the workspace; what is painted stands in `views`, rows and
words for it in `item_models`.
"""
