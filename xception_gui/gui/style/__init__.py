"""How the window looks: start with ``tokens`` (numbers), then ``proxy`` (what is drawn).

Widgets ask here for colours, fonts and icons, in ``paintEvent`` or again on
``QEvent.PaletteChange``; nobody writes a style sheet.
"""

from xception_gui.gui.style.application import apply
from xception_gui.gui.style.fonts import font, px
from xception_gui.gui.style.icons import icon, pixmap
from xception_gui.gui.style.paint import box, focus_ring, has_keyboard_focus
from xception_gui.gui.style.theme import colour, flow_colour, is_dark

__all__ = [
    "apply",
    "box",
    "colour",
    "flow_colour",
    "focus_ring",
    "font",
    "has_keyboard_focus",
    "icon",
    "is_dark",
    "pixmap",
    "px",
]
