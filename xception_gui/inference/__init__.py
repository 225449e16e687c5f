"""Asking the network: one picture, many, a labelled data set. Start at `engine.py`.

`device.py` says where and in which number format, `folding.py` makes the network faster,
`evaluate.py` judges it, `folders.py` finds the pictures of a command line.
"""

from xception_gui.inference.device import DeviceChoice, choose_device
from xception_gui.inference.engine import Engine
from xception_gui.inference.evaluate import EvaluationProgress, evaluate
from xception_gui.inference.folders import PictureFile, expand

__all__ = [
    "DeviceChoice",
    "Engine",
    "EvaluationProgress",
    "PictureFile",
    "choose_device",
    "evaluate",
    "expand",
]
