"""How the window looks: start with ``tokens`` (numbers), then ``proxy`` (what is drawn).

Widgets ask here for colours, fonts and icons, in ``paintEvent`` or again on
``QEvent.PaletteChange``; nobody writes a style sheet.
"""

from xception_gui.gui.style.application import apply
from xception_gui.gui.style.fonts import font, px
from xception_gui.gui.style.icons import icon, pixmap
from xception_gui.gui.style.paint import box, focus_ring, glyph, has_keyboard_focus, mix
from xception_gui.gui.style.theme import colour, flow_colour, is_dark, run_colour

__all__ = [
    "apply",
    "box",
    "colour",
    "flow_colour",
    "focus_ring",
    "font",
    "glyph",
    "has_keyboard_focus",
    "icon",
    "is_dark",
    "mix",
    "pixmap",
    "px",
    "run_colour",
]
