"""The network: Xception as Chollet published it, and the variants its paper and ports know.

Start at `xception.py`; `blocks.py` holds the parts, `initialise.py` the random start.
"""

from xception_gui.model.initialise import build, build_meta, calibrate
from xception_gui.model.xception import Xception, min_size

__all__ = ["Xception", "build", "build_meta", "calibrate", "min_size"]
