"""The colour maps, for those who look for them among the pictures; they live in `base`."""

from xception_gui.base.colour_maps import NAMES, colour_map, overlay_alpha

__all__ = ["NAMES", "colour_map", "overlay_alpha"]
