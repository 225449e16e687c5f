"""Sources of weights: reading them safely, examining, writing and converting. Start at `load.py`.

A file passes `containers.py` (bytes → tensors and a document; by content, nothing executed), then
`dialects.py` (the table of what is understood; a new dialect is one row there), then
`tensors.py` (names, shapes, numbers against the network).
"""

from xception_gui.weights.convert import convert
from xception_gui.weights.examine import examine
from xception_gui.weights.listing import Entry, catalogue
from xception_gui.weights.load import Loaded, load_weights, untrained
from xception_gui.weights.save import save_weights

__all__ = [
    "Entry",
    "Loaded",
    "catalogue",
    "convert",
    "examine",
    "load_weights",
    "save_weights",
    "untrained",
]
