"""Pictures of the window in a third of their bytes: 256 colours, those of the look among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor

from xception_gui.gui.style.tokens import DARK, FLOWS, LIGHT, RUNS

_LOOK = sorted({*LIGHT.values(), *DARK.values(), *FLOWS.values(), *RUNS})


def make_small(path: Path) -> None:
    """Write a picture anew: panels, flows and runs keep their colours, photographs get bands."""
    full = Image.open(path).convert("RGB")
    kept = [part for colour in _LOOK for part in ImageColor.getrgb(colour)]
    others = full.quantize(256 - len(_LOOK), kmeans=1).getpalette() or []
    table = np.array(kept + others[: 768 - len(kept)], np.uint8).reshape(-1, 3)
    packed = np.asarray(full).astype(np.int32) @ (1 << 16, 1 << 8, 1)
    there, place = np.unique(packed, return_inverse=True)
    made = Image.fromarray(_nearest(there, table)[place].reshape(packed.shape))
    made.putpalette(table.tobytes())
    made.save(path, optimize=True)


def _nearest(packed: NDArray[np.int32], table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Exactly: Pillow's own search takes a neighbour of white for white."""
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.float32)
    chosen = table.astype(np.float32)
    apart = (chosen**2).sum(axis=1) - 2 * colours @ chosen.T
    return np.asarray(apart.argmin(axis=1), np.uint8)
