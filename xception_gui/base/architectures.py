"""Networks that can be named and laid side by side: presets, tutorials, Inception V3."""

from __future__ import annotations

from dataclasses import dataclass, field

from xception_gui.base.presets import PRESETS
from xception_gui.base.results import ModuleInfo
from xception_gui.base.tutorials import Stop

TUTORIALS = ("tutorial-a", "tutorial-b", "tutorial-c", "tutorial-d", "tutorial-e")
INCEPTION = "inception-v3"
ARCHITECTURES = (*PRESETS, *TUTORIALS, INCEPTION)


@dataclass(frozen=True)
class Architecture:
    """A network, measured for pictures of one size.

    Parameters
    ----------
    name : str
        One of `ARCHITECTURES`, or of weights.
    stop : Stop or None
        Where its forward pass fails.
    missed : frozenset of str
        Paths of modules that did not run; their shapes are () and their MACs 0.
    """

    name: str
    tree: ModuleInfo
    stop: Stop | None = None
    missed: frozenset[str] = field(default_factory=frozenset)
