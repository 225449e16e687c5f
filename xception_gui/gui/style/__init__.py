"""How the window looks: start with ``tokens`` (numbers), then ``proxy`` (what is drawn).

Widgets ask here for colours, fonts and icons, in ``paintEvent`` or again on
``QEvent.PaletteChange``; nobody writes a style sheet.
"""

from xception_gui.gui.style.application import apply
from xception_gui.gui.style.fonts import font, px
from xception_gui.gui.style.icons import icon, pixmap
from xception_gui.gui.style.theme import colour, flow_colour, is_dark, run_colour

__all__ = [
    "apply",
    "colour",
    "flow_colour",
    "font",
    "icon",
    "is_dark",
    "pixmap",
    "px",
    "run_colour",
]
