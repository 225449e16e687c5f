"""Training as a loop that yields events; one loop for window, command line and every process.

Start at `loop.py`; `step.py` is one step, `finish.py` the end of an epoch. Randomness is a function
of (seed, epoch, index), so a resumed run repeats the uninterrupted one to the bit.
"""

from xception_gui.base.control import Control
from xception_gui.training.find_rate import find_rate
from xception_gui.training.loop import train
from xception_gui.training.record import read_config, recorded

__all__ = ["Control", "find_rate", "read_config", "recorded", "train"]
