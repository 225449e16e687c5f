"""The inside of a separable convolution as files: its singular values, matrix and curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xception_gui.base.tables import as_json, csv_table
from xception_gui.gui.drawing import as_image, as_svg

if TYPE_CHECKING:
    from xception_gui.gui.saving import Saving
    from xception_gui.gui.views.inspector import Inspector


def export_inside(saving: Saving, inspector: Inspector, kind: str) -> None:
    """Ask where to write what the inspector's section shows: "csv", "json", "svg" or "png"."""
    inside, module = inspector.inside, inspector.module
    if inside is None or inside.found is None or module is None:
        return
    name = f"{module.path}.inside"
    if kind == "svg":
        saving.svg(f"{name}.svg", as_svg(inside.figures, module.path))
    elif kind == "png":
        saving.image(f"{name}.png", as_image(inside.figures))
    else:
        rows = inside.found.rows()
        data = csv_table(list(rows[0]), rows) if kind == "csv" else as_json(rows).encode() + b"\n"
        saving.data(name, kind, data)
